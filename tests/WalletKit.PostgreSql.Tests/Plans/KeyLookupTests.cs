using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Plans;

/// <summary>
/// A commit reads only the rows that it is about, even where the server takes full tables for almost empty ones because they have grown since they were
/// analyzed.
/// </summary>
public sealed class KeyLookupTests : PostgreSqlTest
{
    private const int OpenHolds = 1_000_000;
    private const int Others = 20_000;
    private const int Entries = 1_000_000;

    // The commands of a test read a few rows each, and together fewer than this number. A full scan of a table reads more.
    private const int Few = 5_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commits_read_rows_by_key_whatever_the_statistics_say(bool haveBeenPlannedBefore)
    {
        var reads = new TableReads(Sql, Schema);
        var running = Host(options => options.ConnectionString = reads.ConnectionString);
        await WorkAsync(running, "first");
        await Sql.RunAsync("ANALYZE walletkit_wallets, walletkit_wallet_names, walletkit_holds, walletkit_journal, walletkit_rebates");

        // Sessions make new plans after an ANALYZE, and keep these plans until the next one.
        await WorkAsync(running, "second");
        await FillAsync();

        await using (var fresh = new WalletHost(new WalletHostOptions { Schema = Schema }, options => options.ConnectionString = reads.ConnectionString))
        {
            await WorkAsync(haveBeenPlannedBefore ? running : fresh, "third");
        }

        await running.DisposeAsync();
        Assert.InRange(await reads.CountAsync(), 1, Few);
    }

    [Fact]
    public async Task A_claim_reads_what_it_claims_and_not_all_that_is_due()
    {
        var reads = new TableReads(Sql, Schema);
        var host = Host(options => options.ConnectionString = reads.ConnectionString);
        var wallet = await host.OpenAsync(balance: 1m);
        await host.Rebates.ProcessPendingAsync(Token);
        await Sql.RunAsync("ANALYZE walletkit_wallets, walletkit_journal, walletkit_rebates");

        // The server makes a new plan for the first executions of a statement, and may then keep a plan.
        for (var i = 0; i < 10; i++)
        {
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
            await ClaimAndReleaseAsync(host, 1);
            Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        }

        // Equally many rebates are under the host's policy and under another policy, under which they are due earlier.
        foreach (var (policy, due) in ((string, string)[])[("percentage", "1 minute"), ("tier", "1 hour")])
        {
            await Sql.RunAsync(
                $"""
                INSERT INTO walletkit_journal (wallet_id, version, sequence, type, amount, balance, recorded_at, hash)
                SELECT '{wallet}', 1000000 * length('{policy}') + n, n, 1, 100, 0, now(), decode(repeat('00', 32), 'hex') FROM generate_series(1, {Others}) n
                """);
            await Sql.RunAsync(
                $"""
                INSERT INTO walletkit_rebates (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, updated_at, noted_at, place)
                SELECT '{wallet}', 1000000 * length('{policy}') + n, '{policy}', 'terms', 'pending', 0, now(), now() - interval '{due}' + n * interval '1 millisecond', now(), now(), n FROM generate_series(1, {Others}) n
                """);
        }

        for (var i = 0; i < 10; i++)
        {
            await ClaimAndReleaseAsync(host, 10);
        }

        await host.DisposeAsync();
        Assert.InRange(await reads.CountAsync(), 1, Few);
    }

    [Fact]
    public async Task Looks_at_pending_rebates_read_a_few_of_a_million()
    {
        var reads = new TableReads(Sql, Schema);
        var host = Host(options => options.ConnectionString = reads.ConnectionString);
        var wallet = await host.OpenAsync(balance: 1m);
        await Sql.RunAsync("ANALYZE walletkit_wallets, walletkit_journal, walletkit_rebates");
        for (var i = 0; i < 10; i++)
        {
            await LookAsync(host);
        }

        await Sql.RunAsync(
            $"""
            INSERT INTO walletkit_rebates (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, updated_at, noted_at, place)
            SELECT '{wallet}', 1000 + n, 'percentage', 'terms', CASE WHEN n % 2 = 0 THEN 'pending' ELSE 'nothing_due' END, 0, now(), now() + interval '1 day', now(), now(), n FROM generate_series(1, {Entries}) n
            """);
        for (var i = 0; i < 10; i++)
        {
            await LookAsync(host);
        }

        await host.DisposeAsync();
        Assert.InRange(await reads.CountAsync(), 1, Few);
    }

    private static async Task LookAsync(WalletHost host)
    {
        Assert.NotNull(await host.Store.Rebates.FindOldestPendingAsync(Token));
        Assert.Equal(["percentage"], await host.Store.Rebates.ListPendingPoliciesAsync(Token));
        var first = await host.Store.Rebates.ListAsync(RebateStatus.Pending, null, 5, Token);
        Assert.NotEmpty(first);
        await host.Store.Rebates.ListAsync(RebateStatus.Pending, first[^1].Deposit, 5, Token);
        await host.Store.Rebates.CountDueAfterAsync(TimeProvider.System.GetUtcNow(), 5, Token);
    }

    private static async Task ClaimAndReleaseAsync(WalletHost host, int expected)
    {
        var stamp = Guid.NewGuid();
        var claimed = await host.Store.Rebates.ClaimAsync(stamp, ["percentage"], TimeProvider.System.GetUtcNow().AddMinutes(1), 10, Token);
        Assert.Equal(Enumerable.Repeat("percentage", expected), claimed.Select(claim => claim.Rebate.Terms.Policy));
        await host.Store.Rebates.ReleaseAsync(stamp, Token);
    }

    /// <summary>Changes wallets, holds and rebates that were there before the commit.</summary>
    private static async Task WorkAsync(WalletHost host, string owner)
    {
        var wallet = await host.OpenAsync(owner);
        for (var i = 0; i < 10; i++)
        {
            var deposit = await host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token);
            var hold = await host.Wallets.PlaceHoldAsync(wallet, 1m, cancellationToken: Token);
            await host.Wallets.CaptureHoldAsync(hold.Hold.Id, cancellationToken: Token);
            Assert.Null((await host.Store.CommitAsync(new CommandBatch(new PayRebate(deposit.Transaction.Id, 0.02m)), Token)).Refusal);
        }
    }

    private async Task FillAsync()
    {
        await Sql.RunAsync(
            $"""
            INSERT INTO walletkit_holds (wallet_id, number, amount, captured, status, expires_at, created_at, updated_at)
            SELECT gen_random_uuid(), 1, 100, 0, 'open', now() + interval '1 day', now(), now() FROM generate_series(1, {OpenHolds})
            """);
        await Sql.RunAsync(
            $"""
            INSERT INTO walletkit_rebates (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, updated_at, noted_at, place)
            SELECT gen_random_uuid(), 1, 'percentage', 'rate=0.01;rounding=ToEven', 'pending', 0, now(), now() + interval '1 day', now(), now(), 1 FROM generate_series(1, {Others})
            """);
        await Sql.RunAsync(
            $"""
            WITH others AS (
                INSERT INTO walletkit_wallets (id, owner_id, name, currency, exponent, created_at, text_secret, key_secret)
                SELECT gen_random_uuid(), 'owner ' || n, 'default', 'USD', 2, now(), decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex') FROM generate_series(1, {Others}) n RETURNING id)
            INSERT INTO walletkit_journal (wallet_id, version, sequence, type, amount, balance, recorded_at, hash)
            SELECT id, version, version - 1, 1, 100, 0, now(), decode(repeat('00', 32), 'hex') FROM others, generate_series(1, {Entries / Others}) version
            """);
    }
}
