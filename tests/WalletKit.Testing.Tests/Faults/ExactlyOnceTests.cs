using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WalletKit.AspNetCore;
using WalletKit.Digests;
using WalletKit.Testing.Faults;
using WalletKit.Testing.Tests.Stores;

namespace WalletKit.Testing.Tests.Faults;

/// <summary>A fifth of all calls to the store fails in some way. A caller that repeats its calls with their keys gets each of them done once.</summary>
[Slow]
public sealed class ExactlyOnceTests
{
    /// <summary>The environment variable for the seed that a failed run printed, which repeats the same faults.</summary>

    private const int Callers = 8;
    private const int CallsEach = 50;

    [Fact]
    public async Task In_memory_each_operation_ends_once_and_each_rebate_is_paid_once() => await RunAsync(new InMemorySubject());

    [Fact]
    public async Task In_sqlite_each_operation_ends_once_and_each_rebate_is_paid_once() => await RunAsync(new SqliteSubject());

    private static async Task RunAsync(WalletStoreSubject subject)
    {
        var seed = Seed.OfFaults();
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var place = subject;
        var store = new FaultInjectingWalletStore(subject.CreateStore(clock), TimeProvider.System, seed);
        store.Faults.Rate = 0.2;
        store.Faults.Delay = TimeSpan.FromMilliseconds(1);
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddWalletKit(wallets => wallets.UseStore(_ => store).AddRebates()).BuildServiceProvider();
        var wallets = services.GetRequiredService<IWalletService>();
        var (one, other) = (await OpenAsync(wallets, "one"), await OpenAsync(wallets, "other"));
        await UntilAnswered(() => wallets.DepositAsync(one, 1_000m, new() { IdempotencyKey = "funds" }, Token));

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(wallets, one, other, caller)));
        await PayRebatesAsync(services.GetRequiredService<IRebateService>(), clock);

        Assert.NotInRange(store.Faults.Count, 0, 100);
        store.Faults.Rate = 0;
        await AssertOnceAsync(wallets, one, other);
        Assert.Empty((await services.GetRequiredService<IWalletAudit>().AuditAsync(cancellationToken: Token)).Findings);
    }

    // Four calls in turn: a deposit of 2, a withdrawal of 1, a transfer of 1, and a hold of 1 that is captured.
    private static async Task CallAsync(IWalletService wallets, WalletId one, WalletId other, int caller)
    {
        for (var i = 0; i < CallsEach; i++)
        {
            var key = $"call-{caller}-{i}";
            await UntilAnswered(() => wallets.DepositAsync(one, 2m, new() { Reference = key, IdempotencyKey = $"{key}-deposit" }, Token));
            await UntilAnswered(() => wallets.WithdrawAsync(one, 1m, new() { IdempotencyKey = $"{key}-withdrawal" }, Token));
            await UntilAnswered(() => wallets.TransferAsync(one, other, 1m, new() { IdempotencyKey = $"{key}-transfer" }, Token));
            var hold = await UntilAnswered(() => wallets.PlaceHoldAsync(one, 1m, new() { IdempotencyKey = $"{key}-hold" }, Token));
            await UntilAnswered(() => wallets.CaptureHoldAsync(hold.Hold.Id, options: new() { IdempotencyKey = $"{key}-capture" }, cancellationToken: Token));
        }
    }

    private static async Task PayRebatesAsync(IRebateService rebates, FakeTimeProvider clock)
    {
        do
        {
            // The time passes the claims, and the waits before a retry, of all failed attempts.
            clock.Advance(TimeSpan.FromHours(1));
            await UntilAnswered(() => rebates.ProcessPendingAsync(Token));
        }
        while (await UntilAnswered(() => rebates.CountAsync(RebateStatus.Pending, Token)) > 0);
    }

    private static async Task AssertOnceAsync(IWalletService wallets, WalletId one, WalletId other)
    {
        const int Calls = Callers * CallsEach;
        var transactions = new List<WalletTransaction>();
        await foreach (var transaction in wallets.StreamTransactionsAsync(one, HistoryOrder.OldestFirst, cancellationToken: Token))
        {
            transactions.Add(transaction);
        }

        var counts = transactions.CountBy(transaction => transaction.Type).ToDictionary();
        Assert.Equal(Calls + 1, counts[TransactionType.Deposit]);
        Assert.Equal(Calls + 1, counts[TransactionType.Rebate]);
        Assert.Equal(Calls, counts[TransactionType.Withdrawal]);
        Assert.Equal(Calls, counts[TransactionType.TransferOut]);
        Assert.Equal(Calls, counts[TransactionType.Capture]);
        Assert.Equal(Calls + 1, transactions.Where(transaction => transaction.Type == TransactionType.Rebate).DistinctBy(rebate => rebate.Links.RebateOf).Count());
        var balance = await wallets.GetBalanceAsync(one, Token);
        Assert.Equal((1_000m + (2m * Calls) - (3m * Calls) + 10m + (0.02m * Calls), 0m), (balance.Balance, balance.Held));
        Assert.Equal(Calls, (await wallets.GetBalanceAsync(other, Token)).Balance);
    }

    private static async Task<WalletId> OpenAsync(IWalletService wallets, string owner) => (await UntilAnswered(() => wallets.OpenAsync(owner, "USD", cancellationToken: Token))).Wallet.Id;

    private static async Task<T> UntilAnswered<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (WalletStoreException failed) when (failed.Failure == StoreFailure.InputOutput)
            {
                // The loop repeats the call with the same key.
            }
        }
    }
}
