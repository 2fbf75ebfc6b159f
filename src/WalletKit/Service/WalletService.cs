using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WalletKit.Diagnostics;
using WalletKit.Model;
using WalletKit.Model.Money;
using WalletKit.Rebates;
using WalletKit.Service.Holds;
using WalletKit.Service.Rates;
using WalletKit.Service.Sections;
using WalletKit.Service.Transfers;
using WalletKit.Stores;

namespace WalletKit.Service;

internal sealed partial class WalletService(
    IWalletStore store,
    WalletLocks locks,
    CurrencyCatalog currencies,
    RebateTermsInForce rebateTerms,
    RebateSignal rebateSignal,
    ExchangeRates rates,
    OwnerTransferTermsInForce ownerTerms,
    SectionRunner sections,
    HoldSweep holdSweep,
    WalletMetrics metrics,
    TimeProvider timeProvider,
    RandomSource random,
    IOptions<WalletKitOptions> options,
    ILogger<WalletService>? logger = null) : IWalletService
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    public async Task<OpenReceipt> OpenAsync(string ownerId, string currency, string name = Wallet.DefaultName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        ArgumentNullException.ThrowIfNull(currency);
        ArgumentNullException.ThrowIfNull(name);
        var walletId = WalletId.Create(timeProvider.GetUtcNow(), random.Random);
        var open = Limited(new OpenWallet(walletId, ownerId, await CurrencyAsync(ownerId, currency, name, cancellationToken).ConfigureAwait(false), name));
        ThrowIfMalformed(open);
        var result = Unwrap(open, await CommitAsync(open, cancellationToken).ConfigureAwait(false));
        return new OpenReceipt { Wallet = result.Wallet!, Replayed = result.Replayed };
    }

    // A wallet outlives the declaration of its currency, and is returned unchanged when it is opened again.
    private async ValueTask<Currency> CurrencyAsync(string ownerId, string code, string name, CancellationToken cancellationToken) =>
        currencies.Find(code)
        ?? (Currency.IsCode(code) && await store.FindWalletByNameAsync(ownerId, name, cancellationToken).ConfigureAwait(false) is { } standing && standing.Currency.Code == code
            ? standing.Currency
            : throw new UnknownCurrencyException(code));

    public Task<TransactionReceipt> DepositAsync(WalletId walletId, decimal amount, DepositOptions? options = null, CancellationToken cancellationToken = default) =>
        MoveAsync(With(options, new Deposit(walletId, amount) { EarnsRebate = options?.EarnsRebate ?? true }), cancellationToken);

    public Task<TransactionReceipt> WithdrawAsync(WalletId walletId, decimal amount, WithdrawOptions? options = null, CancellationToken cancellationToken = default) =>
        MoveAsync(With(options, new Withdraw(walletId, amount)), cancellationToken);

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
            ThrowIfMalformed(transfer);
            sections.ThrowIfInside();
            transfer = transfer with { OwnerTerms = await ownerTerms.ForAsync(transfer, cancellationToken).ConfigureAwait(false) };
        }

        var result = await RunAsync(transfer, cancellationToken).ConfigureAwait(false);
        return new TransferReceipt { Outgoing = result.Transactions[0], Incoming = result.Transactions[1], Replayed = result.Replayed };
    }

    public async Task<ReversalReceipt> ReverseAsync(TransactionId transactionId, ReversalOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reverse = With(options, new Reverse(transactionId) { AllowOverdraft = options?.AllowOverdraft ?? false });
        var result = await RunAsync(reverse, cancellationToken).ConfigureAwait(false);
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
        });

    private static T With<T>(CommandOptions? options, T command)
        where T : KeyedCommand =>
        options is null ? command : (T)(command with { IdempotencyKey = options.IdempotencyKey, ExpectedVersion = options.ExpectedVersion });

    private async Task<TransactionReceipt> MoveAsync(MoneyCommand command, CancellationToken cancellationToken)
    {
        ThrowIfMalformed(command);
        if (command is Deposit deposit)
        {
            deposit.Earn(await rebateTerms.ForAsync(deposit).ConfigureAwait(false));
        }

        var result = Unwrap(command, await CommitAsync(command, cancellationToken).ConfigureAwait(false));
        if (result.Rebate is not null)
        {
            rebateSignal.Set();
        }

        return new TransactionReceipt { Transaction = result.Transaction!, Replayed = result.Replayed };
    }

    // The steps that all commands but deposits and withdrawals share.
    private async Task<CommandResult> RunAsync(KeyedCommand command, CancellationToken cancellationToken)
    {
        ThrowIfMalformed(command);
        var result = await CommitAsync(command, cancellationToken).ConfigureAwait(false);
        if (result.Refusal is { } refusal && await rates.QuoteAsync(command, refusal, cancellationToken).ConfigureAwait(false) is { } quoted)
        {
            result = await CommitAsync(quoted, cancellationToken).ConfigureAwait(false);
        }

        return Unwrap(command, result);
    }

    // The lock orders the callers of one wallet up to the hand-over; it is free while the disk works.
    private ValueTask<BatchResult> CommitAsync(WalletCommand command, CancellationToken cancellationToken)
    {
        sections.ThrowIfInside();
        var acquiring = command.Other is not null ? locks.AcquireAsync(command.Wallets, cancellationToken) : locks.AcquireAsync(command.WalletId, cancellationToken);
        if (!acquiring.IsCompletedSuccessfully)
        {
            return CommitWhenHeldAsync(acquiring, command, cancellationToken);
        }

        using var hold = acquiring.GetAwaiter().GetResult();
        return store.CommitAsync(new CommandBatch(command), cancellationToken);
    }

    private async ValueTask<BatchResult> CommitWhenHeldAsync(ValueTask<WalletLockLease> acquiring, WalletCommand command, CancellationToken cancellationToken)
    {
        ValueTask<BatchResult> committing;
        using (await acquiring.ConfigureAwait(false))
        {
            committing = store.CommitAsync(new CommandBatch(command), cancellationToken);
        }

        return await committing.ConfigureAwait(false);
    }

    private CommandResult Unwrap(WalletCommand command, BatchResult result)
    {
        metrics.Executed(command, result);
        if (result.Refusal is { } refusal)
        {
            LogRefused(_logger, command.GetType().Name, command.WalletId, refusal.Code);
            throw refusal;
        }

        return result.First;
    }

    private static void ThrowIfMalformed(WalletCommand command)
    {
        if (command.CheckForm() is { } malformed)
        {
            throw malformed;
        }
    }
}
