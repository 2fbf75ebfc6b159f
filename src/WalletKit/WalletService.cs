using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WalletKit.Commands;
using WalletKit.Diagnostics;
using WalletKit.Locking;
using WalletKit.Money;
using WalletKit.Rebates;
using WalletKit.Rules;
using WalletKit.Storage;

namespace WalletKit;

internal sealed partial class WalletService(
    IWalletStore store,
    WalletLocks locks,
    CurrencyCatalog currencies,
    RebateTermsInForce rebateTerms,
    RebateSignal rebateSignal,
    WalletMetrics metrics,
    TimeProvider timeProvider,
    IOptions<WalletKitOptions> options,
    ILogger<WalletService>? logger = null) : IWalletService
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    public async Task<Wallet> OpenAsync(string ownerId, string currency, string name = Wallet.DefaultName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        ArgumentNullException.ThrowIfNull(currency);
        ArgumentNullException.ThrowIfNull(name);
        var walletId = WalletId.Create(timeProvider.GetUtcNow(), options.Value.Random);
        var open = new OpenWallet(walletId, ownerId, currencies[currency], name);
        ThrowIfMalformed(open);
        return Unwrap(open, await CommitAsync(open, cancellationToken).ConfigureAwait(false)).Wallet!;
    }

    public Task<TransactionReceipt> DepositAsync(WalletId walletId, decimal amount, TransactionOptions? options = null, CancellationToken cancellationToken = default) =>
        MoveAsync(With(options, new Deposit(walletId, amount)), cancellationToken);

    public Task<TransactionReceipt> WithdrawAsync(WalletId walletId, decimal amount, TransactionOptions? options = null, CancellationToken cancellationToken = default) =>
        MoveAsync(With(options, new Withdraw(walletId, amount)), cancellationToken);

    public async Task<Wallet> GetWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        await store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false) ?? throw new WalletNotFoundException(walletId);

    public async Task<Wallet?> FindWalletAsync(string ownerId, string name = Wallet.DefaultName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        ArgumentNullException.ThrowIfNull(name);
        return await store.FindWalletByNameAsync(ownerId, name, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        return await store.ListWalletsAsync(ownerId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<WalletBalance> GetBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default)
    {
        var wallet = await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        return new WalletBalance
        {
            WalletId = wallet.Id,
            Currency = wallet.Currency,
            Balance = wallet.Balance,
            Available = wallet.Balance,
            Version = wallet.Version,
        };
    }

    public async Task<TransactionPage> GetTransactionsAsync(WalletId walletId, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new HistoryOptions();
        if (options.Limit is < 1 or > HistoryOptions.MaxLimit)
        {
            throw new InvalidInputException("limit", options.Limit, $"must be from 1 to {HistoryOptions.MaxLimit}");
        }

        if (!Enum.IsDefined(options.Order))
        {
            throw new InvalidInputException("order", options.Order, $"must be {HistoryOrder.NewestFirst} or {HistoryOrder.OldestFirst}");
        }

        long? after = options.Cursor is null ? null : HistoryCursor.Read(options.Cursor, walletId, options.Order);

        // One more than asked for says whether there is a next page.
        var found = await store.ReadHistoryAsync(new HistoryRange(walletId, options.Order, after, options.Limit + 1), cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        }

        return found.Count > options.Limit
            ? new TransactionPage([.. found.Take(options.Limit)], HistoryCursor.Write(walletId, options.Order, found[options.Limit - 1].Sequence))
            : new TransactionPage(found, null);
    }

    public async IAsyncEnumerable<WalletTransaction> ReadTransactionsAsync(
        WalletId walletId, HistoryOrder order = HistoryOrder.NewestFirst, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await GetTransactionsAsync(
                walletId, new HistoryOptions { Limit = HistoryOptions.MaxLimit, Order = order, Cursor = cursor }, cancellationToken).ConfigureAwait(false);
            foreach (var transaction in page.Transactions)
            {
                yield return transaction;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private static MoneyCommand With(TransactionOptions? options, MoneyCommand command) => options is null ? command : command with
    {
        IdempotencyKey = options.IdempotencyKey,
        ExpectedVersion = options.ExpectedVersion,
        Currency = options.Currency,
        Reference = options.Reference,
        Metadata = TransactionMetadata.From(options.Metadata),
    };

    private async Task<TransactionReceipt> MoveAsync(MoneyCommand command, CancellationToken cancellationToken)
    {
        ThrowIfMalformed(command);
        if (command is Deposit deposit)
        {
            deposit.Earn(rebateTerms.For(deposit));
        }

        var result = Unwrap(command, await CommitAsync(command, cancellationToken).ConfigureAwait(false));
        if (result.Rebate is not null)
        {
            rebateSignal.Set();
        }

        return new TransactionReceipt(result.Transaction!, result.Replayed);
    }

    // The lock orders one wallet's callers up to the hand-over; nobody holds it while the disk works.
    private ValueTask<BatchResult> CommitAsync(WalletCommand command, CancellationToken cancellationToken)
    {
        var acquiring = locks.AcquireAsync(command.WalletId, cancellationToken);
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
        if (WalletRules.CheckForm(command) is { } malformed)
        {
            throw malformed;
        }
    }
}
