using WalletKit.Rules;
using WalletKit.Testing.Conformance;
using WalletKit.Testing.Model;

namespace WalletKit.PostgreSql.Tests.Totals;

/// <summary>The places of commits and the stored sums, on a real server that several hosts share.</summary>
public sealed class TotalsTests : PostgreSqlTest
{
    // A commit is late where its row has an id, and the commit waits. An entry of 7.77 makes it wait for this lock.
    private const string WaitForLock =
        """
        CREATE FUNCTION walletkit_wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(777); RETURN NEW; END $$;
        CREATE TRIGGER wait BEFORE INSERT ON walletkit_journal FOR EACH ROW WHEN (NEW.amount = 777) EXECUTE FUNCTION walletkit_wait();
        """;

    public static TheoryData<string> Promises => [.. WalletStoreConformance.Checks.Where(check => check.Part == "Trial balance").Select(check => check.Promise)];

    [Theory]
    [MemberData(nameof(Promises))]
    public Task Every_promise_holds_across_the_ends_of_blocks(string promise) =>
        WalletStoreConformance.Checks.Single(check => check.Part == "Trial balance" && check.Promise == promise).RunAsync(() => new SmallBlocks(), WriteLine, Token);

    [Fact]
    public Task Random_commands_come_to_what_the_model_says_across_the_ends_of_blocks() =>
        ModelRunner.RunAsync(() => new SmallBlocks(), ModelOptions.FromEnvironment() with { Sequences = 10, SequencesPerStore = 5, Stores = 2 }, WriteLine, Token);

    [Fact]
    public async Task A_commit_that_becomes_visible_late_is_in_no_place_that_was_returned_before()
    {
        var (late, early) = (Host(SmallBlocks.Configure), Host(SmallBlocks.Configure));
        var (first, second) = (await late.OpenAsync("first", 10m), await early.OpenAsync("second", 10m));
        await Sql.RunAsync(WaitForLock);
        Task<TransactionReceipt> waiting;
        TrialBalance without;
        await using (var blocking = await Sql.BeginAsync())
        {
            await blocking.RunAsync("SELECT pg_advisory_xact_lock(777)");
            waiting = late.Wallets.DepositAsync(first, 7.77m, cancellationToken: Token);
            await Sql.WaitForWaitingAsync(Schema);
            for (var i = 0; i < 5; i++)
            {
                await early.Wallets.DepositAsync(second, 1m, cancellationToken: Token);
            }

            without = await early.Wallets.GetTrialBalanceAsync(cancellationToken: Token);
            Assert.Equal(25m, Assert.Single(without.Currencies).Wallets);
        }

        await waiting;
        var with = await early.Wallets.GetTrialBalanceAsync(cancellationToken: Token);

        Assert.Equal(32.77m, Assert.Single(with.Currencies).Wallets);
        Assert.Equal(25m, Assert.Single((await late.Wallets.GetTrialBalanceAsync(without.Place, Token)).Currencies).Wallets);
        Assert.True(await Sql.ValueAsync<bool>("SELECT (SELECT id FROM walletkit_commits WHERE 777 = ANY (totals)) < (SELECT max(id) FROM walletkit_commits WHERE position < (SELECT position FROM walletkit_commits WHERE 777 = ANY (totals)))"));
        await early.AssertCleanAsync();
    }

    [Fact]
    public async Task Hosts_that_write_and_read_at_once_agree_on_every_place()
    {
        WalletHost[] hosts = [Host(SmallBlocks.Configure), Host(SmallBlocks.Configure), Host(SmallBlocks.Configure)];
        WalletId[] wallets = [await hosts[0].OpenAsync("first", 100m), await hosts[1].OpenAsync("second", 100m), await hosts[2].OpenAsync("third", 100m)];
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        await Task.WhenAll(hosts.SelectMany((host, i) => Enumerable.Range(0, 3).Select(j => Task.Run(
            async () =>
            {
                for (var round = 0; round < 15; round++)
                {
                    await host.Store.CommitAsync(new([new Deposit(wallets[i], 1m) { Account = "a" }, new Deposit(wallets[j], 1m) { Account = "b" }, new Transfer(wallets[j], wallets[(j + 1) % 3], 1m)]), Token);
                    var balance = await host.Wallets.GetTrialBalanceAsync(cancellationToken: Token);
                    Assert.True(balance.IsBalanced);
                    Assert.Equal(Total(balance, "a"), Total(balance, "b"));
                    Assert.Equal(Text(balance), seen.GetOrAdd(balance.Place, Text(balance)));
                }
            },
            Token))));

        Assert.All(seen, place => Assert.Equal(place.Value, Text(hosts[0].Wallets.GetTrialBalanceAsync(place.Key, Token).GetAwaiter().GetResult())));
        Assert.Equal(570m, Assert.Single((await hosts[0].Wallets.GetTrialBalanceAsync(cancellationToken: Token)).Currencies).Wallets);
        Assert.Equal(await Sql.CountAsync("walletkit_commits WHERE stands"), await Sql.ValueAsync<long>("SELECT max(position) FROM walletkit_commits"));
        await hosts[1].AssertCleanAsync();
    }

    [Fact]
    public async Task Commits_of_a_wallet_have_their_places_in_the_order_of_its_versions()
    {
        WalletHost[] hosts = [Host(SmallBlocks.Configure), Host(SmallBlocks.Configure)];
        var wallet = await hosts[0].OpenAsync();
        await Task.WhenAll(hosts.Select(host => Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
                }
            },
            Token)));
        await hosts[0].Wallets.GetTrialBalanceAsync(cancellationToken: Token);

        var versions = await Sql.ReadAsync("SELECT last_versions[1] FROM walletkit_commits WHERE stands ORDER BY position", row => row.GetInt64(0));
        Assert.Equal(versions.Order(), versions);
    }

    [Fact]
    public async Task Commits_get_their_places_without_a_trial_balance()
    {
        var host = Host(SmallBlocks.Configure);
        var wallet = await host.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        }

        await Until.TrueAsync(
            async () =>
            {
                await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
                return await Sql.CountAsync("walletkit_totals") >= 6;
            },
            "the commits have places and their blocks have sums");
    }

    [Theory]
    [InlineData("UPDATE walletkit_totals SET total = total + 1 WHERE through = 6", "The total through commit 6, in USD with 2 decimals for 'external', is 301, and the commits come to 300.")]
    [InlineData("DELETE FROM walletkit_totals WHERE through = 6", "The total through commit 6, in USD with 2 decimals for 'external', is missing, and the commits come to 300.")]
    [InlineData("INSERT INTO walletkit_totals VALUES (7, 'USD', 2, 'bank', 5)", "The total through commit 7, in USD with 2 decimals for 'bank', is 5, and the commits come to missing.")]
    [InlineData("UPDATE walletkit_commits SET totals = '{101}' WHERE id = 5", "Commit 5, in USD with 2 decimals for 'external', is 101, and its entries come to 100.")]
    [InlineData("UPDATE walletkit_commits SET totals = '{101}' WHERE id = 5", "In USD, the balances of all wallets sum to 1200, and the transactions of all commits to 1201.")]
    [InlineData("UPDATE walletkit_journal SET account = 'bank' WHERE version = 5", "Commit 5, in USD with 2 decimals for 'bank', is missing, and its entries come to 100.")]
    [InlineData("UPDATE walletkit_commits SET position = 100 WHERE position = 13", "13 commits have a place in the order of commits, and the last place is 100.")]
    public async Task A_sum_or_a_place_that_was_changed_by_hand_is_named(string sql, string message)
    {
        var host = Host(SmallBlocks.Configure);
        var wallet = await host.OpenAsync();
        for (var i = 0; i < 12; i++)
        {
            await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        }

        await host.AssertCleanAsync();
        await Sql.RunAsync(sql);

        var report = await host.AuditAsync();
        Assert.Contains(report.Findings, finding => finding.Kind == AuditFindingKind.TotalsWrong && finding.Message == message);
    }

    [Fact]
    public async Task A_leg_of_a_transfer_that_a_commit_does_not_have_is_named()
    {
        var host = Host();
        var (wallet, other) = (await host.OpenAsync("first", 5m), await host.OpenAsync("second"));
        await host.Wallets.TransferAsync(wallet, other, 1m, cancellationToken: Token);
        await Sql.RunAsync("UPDATE walletkit_commits SET totals = '{100}' WHERE accounts = '{\"\"}'");

        Assert.False((await host.Wallets.GetTrialBalanceAsync(cancellationToken: Token)).IsBalanced);
        var found = (await host.AuditAsync()).Findings.Single(finding => finding.Kind == AuditFindingKind.TrialBalanceWrong);
        Assert.Equal("In USD, wallets and accounts sum to 100, expected 0: one leg of a transfer is gone or changed.", found.Message);
    }

    private static Int128 Total(TrialBalance balance, string account) =>
        Assert.Single(balance.Currencies).Accounts.SingleOrDefault(total => total.Account == account)?.TotalMinorUnits ?? 0;

    private static string Text(TrialBalance balance) => string.Join(", ", Assert.Single(balance.Currencies).Accounts.Select(account => $"{account.Account} {account.TotalMinorUnits}"));
}
