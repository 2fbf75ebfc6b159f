using WalletKit.Commands;
using WalletKit.Model;
using WalletKit.Model.Money;
using WalletKit.Pipeline;
using WalletKit.Service.Transfers;
using WalletKit.Stores;

namespace WalletKit.Service;

/// <summary>The calls that change wallets, by one route: each a commit of its own, or in a transaction of the host.</summary>
internal partial class WalletOperations(
    IWalletStore store, ICommandPipeline pipeline, Route route, CurrencyCatalog currencies, OwnerTransferTermsInForce ownerTerms, TimeProvider timeProvider, RandomSource random) : IWalletOperations
{
    /// <summary>The store, for callers that have asked whether they may use it.</summary>
    private protected IWalletStore BareStore => store;

    private protected ICommandPipeline Pipeline => pipeline;

    /// <summary>The same calls by another route.</summary>
    private protected WalletOperations By(Route other) => new(store, pipeline, other, currencies, ownerTerms, timeProvider, random);

    public async Task<OpenReceipt> OpenAsync(string ownerId, string currency, string name = Wallet.DefaultName, OpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        ArgumentNullException.ThrowIfNull(currency);
        ArgumentNullException.ThrowIfNull(name);
        var walletId = WalletId.Create(timeProvider.GetUtcNow(), random.Random);
        var open = new OpenWallet(walletId, ownerId, await CurrencyAsync(ownerId, currency, name, cancellationToken).ConfigureAwait(false), name) { Actor = options?.Actor };
        var result = await RunAsync(open, options?.Participant, cancellationToken).ConfigureAwait(false);
        return new OpenReceipt { Wallet = result.Wallet!, Replayed = result.Replayed };
    }

    // A wallet outlives the declaration of its currency, and is returned unchanged when it is opened again.
    private async ValueTask<Currency> CurrencyAsync(string ownerId, string code, string name, CancellationToken cancellationToken) =>
        currencies.Find(code)
        ?? (Currency.IsCode(code) && await store.FindWalletByNameAsync(ownerId, name, cancellationToken).ConfigureAwait(false) is { } standing && standing.Currency.Code == code
            ? standing.Currency
            : throw new UnknownCurrencyException(code));

    public Task<TransactionReceipt> DepositAsync(WalletId walletId, decimal amount, DepositOptions? options = null, CancellationToken cancellationToken = default) =>
        MoveAsync(With(options, new Deposit(walletId, amount) { EarnsRebate = options?.EarnsRebate ?? true, Account = options?.Account }), options?.Participant, cancellationToken);

    public Task<TransactionReceipt> WithdrawAsync(WalletId walletId, decimal amount, WithdrawOptions? options = null, CancellationToken cancellationToken = default) =>
        MoveAsync(With(options, new Withdraw(walletId, amount) { Account = options?.Account }), options?.Participant, cancellationToken);

    public async Task<TransferReceipt> TransferAsync(
        WalletId source, WalletId destination, decimal amount, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        var transfer = With(options, new Transfer(source, destination, amount));
        if (options is not null)
        {
            transfer = transfer with { TargetAmount = options.TargetAmount, Rate = options.Rate, Rounding = options.Rounding };
        }

        if (options is { IsByOwner: true })
        {
            HostCommands.ThrowIfRefused(transfer, nameof(transfer));
            pipeline.ThrowIfMisplaced(route);
            transfer = transfer with { OwnerTerms = await ownerTerms.ForAsync(transfer, cancellationToken).ConfigureAwait(false) };
        }

        var result = await RunAsync(transfer, options?.Participant, cancellationToken).ConfigureAwait(false);
        return new TransferReceipt { Outgoing = result.Transactions[0], Incoming = result.Transactions[1], Replayed = result.Replayed };
    }

    public async Task<ReversalReceipt> ReverseAsync(TransactionId transactionId, ReversalOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reverse = With(options, new Reverse(transactionId) { AllowOverdraft = options?.AllowOverdraft ?? false });
        var result = await RunAsync(reverse, options?.Participant, cancellationToken).ConfigureAwait(false);
        return new ReversalReceipt { Transactions = [.. result.Transactions], Replayed = result.Replayed };
    }

    private static T With<T>(PostingOptions? options, T command)
        where T : PostingCommand => options is null ? command : (T)(command with
        {
            IdempotencyKey = options.IdempotencyKey,
            ExpectedVersion = options.ExpectedVersion,
            Currency = options.Currency,
            Reference = options.Reference,
            Metadata = TransactionMetadata.From(options.Metadata),
            Actor = options.Actor,
            EffectiveAt = options.EffectiveAt,
        });

    private protected static T With<T>(CommandOptions? options, T command)
        where T : KeyedCommand =>
        options is null ? command : (T)(command with
        {
            IdempotencyKey = options.IdempotencyKey,
            ExpectedVersion = options.ExpectedVersion,
            Actor = options.Actor,
            EffectiveAt = options.EffectiveAt,
        });

    private async Task<TransactionReceipt> MoveAsync(MoneyCommand command, ICommitParticipant? participant, CancellationToken cancellationToken)
    {
        // Most calls of a host come here, so they wait in one asynchronous method less than the rest.
        var result = ResultOf(await pipeline.CommitAsync(BatchOf(command, participant), route, cancellationToken).ConfigureAwait(false));
        return new TransactionReceipt { Transaction = result.Transaction!, Replayed = result.Replayed };
    }

    private protected async Task<CommandResult> RunAsync(WalletCommand command, ICommitParticipant? participant, CancellationToken cancellationToken) =>
        ResultOf(await pipeline.CommitAsync(BatchOf(command, participant), route, cancellationToken).ConfigureAwait(false));

    private static CommandBatch BatchOf(WalletCommand command, ICommitParticipant? participant) => new(command) { IsOwn = participant is null, Participant = participant };

    private static CommandResult ResultOf(BatchResult result) => result.Refusal is { } refusal ? throw refusal : result.First;
}
