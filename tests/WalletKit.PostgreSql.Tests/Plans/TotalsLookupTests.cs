namespace WalletKit.PostgreSql.Tests.Plans;

/// <summary>A trial balance reads the commits since the last stored sum alone, whatever the server expects of its tables.</summary>
[Collection(Alone.Name)]
public sealed class TotalsLookupTests : PostgreSqlTest
{
    private const int Commits = 100_000;

    // A commit is read by two indexes, written, and read for the sum of its block.
    private const int ReadsPerNumbering = 10;

    // Each of the two balances reads a block of 4,096 commits at most, by the index and in the table, and the stored sums.
    private const int Few = (2 * 2 * 4_096) + 2_000;

    [Fact]
    public async Task Numbering_reads_each_commit_a_few_times_and_a_trial_balance_no_more_than_a_block_of_them()
    {
        var reads = new TableReads(Sql, Schema);
        var running = Host(options => options.ConnectionString = reads.ConnectionString);
        await running.OpenAsync(balance: 1m);
        await Sql.RunAsync("ANALYZE walletkit_commits, walletkit_totals");
        for (var i = 0; i < 20; i++)
        {
            await running.Wallets.GetTrialBalanceAsync(cancellationToken: Token);
        }

        await Sql.RunAsync(
            $$"""
            INSERT INTO walletkit_commits (wallet_id, session, number, stands, recorded_at, wallet_ids, first_versions, last_versions, currencies, exponents, accounts, totals)
            SELECT gen_random_uuid(), gen_random_uuid(), n, true, now(), '{}', '{}', '{}', '{USD}', '{2}', '{external}', '{100}' FROM generate_series(1, {{Commits}}) n
            """);
        Assert.Equal(Commits + 1m, (await running.Wallets.GetTrialBalanceAsync(cancellationToken: Token)).Currencies[0].Wallets);
        await running.DisposeAsync();
        var numbered = await reads.CountAsync();
        Assert.InRange(numbered, Commits, ReadsPerNumbering * Commits);

        // Opening the store reads rows of its own.
        var opened = await ReadsOfAsync(static host => host.Store.OpenAsync(Token).AsTask());
        var read = await ReadsOfAsync(static async host =>
        {
            var now = await host.Wallets.GetTrialBalanceAsync(cancellationToken: Token);
            await host.Wallets.GetTrialBalanceAsync(now.Place, Token);
        });
        Assert.InRange(read - opened, 1, Few);

        async Task<long> ReadsOfAsync(Func<WalletHost, Task> work)
        {
            var before = await reads.CountAsync();
            await using (var fresh = new WalletHost(new WalletHostOptions { Schema = Schema }, options => options.ConnectionString = reads.ConnectionString))
            {
                await work(fresh);
            }

            return await reads.CountAsync() - before;
        }
    }
}
