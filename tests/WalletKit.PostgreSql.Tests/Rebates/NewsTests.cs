using WalletKit.Commands;

namespace WalletKit.PostgreSql.Tests.Rebates;

/// <summary>Deposits at one host, whose rebates the worker of another host pays.</summary>
public sealed class NewsTests : PostgreSqlTest
{
    private const int NotHeard = 521;

    // The time is longer than any test, so the worker pays only rebates of which it was notified.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private string Listeners => $"pg_stat_activity WHERE state = 'idle' AND query = 'LISTEN \"walletkit_{Schema}\"'";

    [Fact]
    public async Task A_deposit_at_one_host_wakes_the_worker_of_another_one()
    {
        var (wallet, teller, _) = await BeginAsync(Never);

        // The worker looks once when it begins to listen; it learns of later deposits by notification.
        for (var i = 0; i < 3; i++)
        {
            var deposit = await teller.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);
            await WaitUntilPaidAsync(teller, deposit.Transaction.Id);
        }
    }

    [Fact]
    public async Task A_host_in_another_schema_is_not_woken()
    {
        var (wallet, teller, worker) = await BeginAsync(Never);
        var stranger = $"{Schema}_stranger";
        try
        {
            await using var other = new WalletHost(new WalletHostOptions { Schema = stranger, Rebates = rebates => rebates.PollInterval = Never });
            await other.OpenAsync();
            var heard = other.Store.Rebates.WaitForEarnedAsync(Token).AsTask();
            await Until.TrueAsync(async () => await Sql.CountAsync($"pg_stat_activity WHERE state = 'idle' AND query = 'LISTEN \"walletkit_{stranger}\"'") == 1, "the other host listens");
            await heard;

            var next = other.Store.Rebates.WaitForEarnedAsync(Token).AsTask();
            await WaitUntilPaidAsync(teller, (await teller.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token)).Transaction.Id);
            await WaitUntilPaidAsync(teller, (await teller.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token)).Transaction.Id);

            Assert.False(next.IsCompleted);
            Assert.NotNull(worker);
        }
        finally
        {
            await Sql.RunAsync($"DROP SCHEMA IF EXISTS {stranger} CASCADE");
        }
    }

    [Fact]
    public async Task A_worker_that_cannot_hear_any_more_pays_at_its_poll_and_listens_again()
    {
        var (wallet, teller, _) = await BeginAsync(Soon);
        await Sql.RunAsync($"SELECT pg_terminate_backend(pid) FROM {Listeners}");
        await Log.Of(NotHeard).WaitAsync(TimeSpan.FromSeconds(30), Token);

        var deposit = await teller.Wallets.DepositAsync(wallet, 100m, cancellationToken: Token);

        await WaitUntilPaidAsync(teller, deposit.Transaction.Id);
        await Until.TrueAsync(async () => await Sql.CountAsync(Listeners) == 1, "the worker listens again");
    }

    [Fact]
    public async Task A_host_that_ends_listens_no_more()
    {
        var (_, _, worker) = await BeginAsync(Never);

        await worker.DisposeAsync();

        await Until.TrueAsync(async () => await Sql.CountAsync(Listeners) == 0, "nobody listens");
    }

    private async Task<(WalletId Wallet, WalletHost Teller, WalletHost Worker)> BeginAsync(TimeSpan pollInterval)
    {
        var teller = Host(more: options => options.Rebates = rebates => rebates.ProcessInBackground = false);
        var worker = Host(more: options => options.Rebates = rebates => rebates.PollInterval = pollInterval);
        var wallet = await teller.OpenAsync();
        await worker.StartAsync();
        await Until.TrueAsync(async () => await Sql.CountAsync(Listeners) == 1, "the worker listens");
        return (wallet, teller, worker);
    }

    // The rebate is paid by another host, which tells this one nothing.
    private static Task WaitUntilPaidAsync(WalletHost host, TransactionId deposit) =>
        Until.TrueAsync(async () => (await host.Rebates.FindAsync(deposit, Token))!.Status == RebateStatus.Paid, $"the rebate of {deposit} was paid");
}
