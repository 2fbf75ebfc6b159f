using Microsoft.Data.Sqlite;
using WalletKit.Auditing;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Conformance;
using WalletKit.Testing.Model;

namespace WalletKit.Tests.Totals;

/// <summary>The stored sums of the entries of a file, on real files.</summary>
[Slow]
public sealed class SqliteTotalsTests : IAsyncDisposable
{
    private readonly SmallBlocks _file = new();

    public static TheoryData<string> Promises => [.. WalletStoreConformance.Checks.Where(check => check.Part == "Trial balance").Select(check => check.Promise)];

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Theory]
    [MemberData(nameof(Promises))]
    public Task Every_promise_holds_across_the_ends_of_blocks(string promise) =>
        WalletStoreConformance.Checks.Single(check => check.Part == "Trial balance" && check.Promise == promise).RunAsync(() => new SmallBlocks(), WriteLine, Token);

    [Fact]
    public Task Random_commands_come_to_what_the_model_says_across_the_ends_of_blocks() =>
        ModelRunner.RunAsync(() => new SmallBlocks(), ModelOptions.FromEnvironment() with { Sequences = 100 }, WriteLine, Token);

    [Fact]
    public async Task A_block_has_its_sums_as_soon_as_its_last_entry_is_committed_and_not_before()
    {
        await using var store = _file.Create(TimeProvider.System);
        var wallet = await OpenAsync(store);

        await store.CommitAsync(new CommandBatch(new Deposit(wallet, 2m)), Token);
        Assert.Empty(await StoredAsync());

        await store.CommitAsync(new CommandBatch([new Deposit(wallet, 3m) { Account = "bank" }, new Withdraw(wallet, 1m), new Withdraw(wallet, 0.5m), new Withdraw(wallet, 0.25m)]), Token);
        Assert.Equal(["3 bank 300 0", "3 external 200 0", "6 external -175 0"], await StoredAsync());
    }

    [Fact]
    public async Task A_sum_past_64_bits_is_kept_whole()
    {
        await using var store = _file.Create(TimeProvider.System);
        WalletId[] wallets = [await OpenAsync(store, "first"), await OpenAsync(store, "second"), await OpenAsync(store, "third")];
        await store.CommitAsync(new CommandBatch([.. wallets.Select(wallet => new Deposit(wallet, Currency.FromIso("USD").MaxBalance))]), Token);

        Assert.Equal([$"6 external {long.MaxValue - 2} 1"], await StoredAsync());
        Assert.Equal(3 * (Int128)long.MaxValue, Assert.Single((await store.ReadTotalsAsync(null, Token))!.Sums).MinorUnits);
    }

    [Fact]
    public async Task Two_hosts_that_write_by_turns_leave_every_block_with_its_sums()
    {
        await using SqliteWalletStore one = _file.Create(TimeProvider.System), other = _file.Create(TimeProvider.System);
        SqliteWalletStore[] hosts = [one, other];
        WalletId[] wallets = [await OpenAsync(one, "first"), await OpenAsync(other, "second")];
        var random = new Random(Seed.OfCommands());
        for (var i = 0; i < 100; i++)
        {
            await hosts[random.Next(2)].CommitAsync(new CommandBatch(new Deposit(wallets[random.Next(2)], 1m) { Account = $"a{random.Next(3)}" }), Token);
        }

        await AssertSoundAsync(other, 100m);
    }

    [Fact]
    public async Task Two_hosts_that_write_at_once_leave_every_block_with_its_sums()
    {
        await using SqliteWalletStore one = _file.Create(TimeProvider.System), other = _file.Create(TimeProvider.System);
        var wallet = await OpenAsync(one);
        var commits = (SqliteWalletStore host) => Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () =>
            {
                for (var round = 0; round < 25; round++)
                {
                    await host.CommitAsync(new CommandBatch([new Deposit(wallet, 2m) { Account = $"a{i}" }, new Withdraw(wallet, 1m)]), Token);
                    Assert.True((await host.ReadTotalsAsync(null, Token))!.ToTrialBalance().IsBalanced);
                }
            },
            Token)));

        await Task.WhenAll(commits(one), commits(other));

        await AssertSoundAsync(one, 400m);
    }

    [Fact]
    public async Task A_host_that_goes_on_in_the_middle_of_a_block_sums_the_entries_before_it()
    {
        for (var i = 0; i < 7; i++)
        {
            await using var store = _file.Create(TimeProvider.System);
            await store.CommitAsync(new CommandBatch(new OpenWallet(NewId(), $"owner-{i}", Currency.FromIso("USD"))), Token);
            var wallet = (await store.FindWalletByNameAsync("owner-0", Wallet.DefaultName, Token))!;
            await store.CommitAsync(new CommandBatch(new Deposit(wallet.Id, 1m)), Token);
        }

        await using var last = _file.Create(TimeProvider.System);
        await AssertSoundAsync(last, 7m);
    }

    [Fact]
    public async Task A_commit_that_failed_leaves_nothing_in_the_sums()
    {
        await using SqliteWalletStore store = _file.Create(TimeProvider.System), other = _file.Create(TimeProvider.System);
        var wallet = await OpenAsync(store);
        await RunAsync("CREATE TRIGGER full BEFORE INSERT ON walletkit_journal WHEN NEW.amount = 777 BEGIN SELECT raise(ABORT, 'no'); END");

        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<WalletStoreException>(async () => await store.CommitAsync(new CommandBatch([new Deposit(wallet, 50m), new Deposit(wallet, 7.77m)]), Token));

            // The entry of another host takes the row id of the entry that was taken back.
            await other.CommitAsync(new CommandBatch(new Deposit(wallet, 1m)), Token);
            await store.CommitAsync(new CommandBatch(new Deposit(wallet, 1m)), Token);
        }

        await AssertSoundAsync(store, 20m);
    }

    [Theory]
    [InlineData("UPDATE walletkit_totals SET total = total + 1 WHERE through = 6", "The total through row 6 of the journal, in USD for 'external', is 301, and the rows come to 300.")]
    [InlineData("UPDATE walletkit_totals SET carry = 1 WHERE through = 6", "The total through row 6 of the journal, in USD for 'external', is 18446744073709551916, and the rows come to 300.")]
    [InlineData("UPDATE walletkit_totals SET account = 'bank' WHERE through = 6", "The total through row 6 of the journal, in USD for 'bank', is 300, and the rows come to missing.")]
    [InlineData("UPDATE walletkit_totals SET currency = 'EUR' WHERE through = 6", "The total through row 6 of the journal, in USD for 'external', is missing, and the rows come to 300.")]
    [InlineData("DELETE FROM walletkit_totals WHERE through = 6", "In USD, the balances of all wallets sum to 1200, and their transactions to 900.")]
    [InlineData("INSERT INTO walletkit_totals VALUES (15, 'USD', 2, 'bank', 5, 0)", "There is a total through row 15 of the journal, and whole blocks of 3 rows end at row 12.")]
    [InlineData("INSERT INTO walletkit_totals VALUES (7, 'USD', 2, 'bank', 5, 0)", "There is a total through row 7 of the journal, and whole blocks of 3 rows end at row 12.")]
    [InlineData("UPDATE walletkit_journal SET account = 'bank' WHERE id = 5", "The total through row 6 of the journal, in USD for 'bank', is missing, and the rows come to 100.")]
    public async Task A_sum_that_was_changed_by_hand_is_named(string sql, string message)
    {
        await using var store = _file.Create(TimeProvider.System);
        var wallet = await OpenAsync(store);
        for (var i = 0; i < 12; i++)
        {
            await store.CommitAsync(new CommandBatch(new Deposit(wallet, 1m)), Token);
        }

        await AssertSoundAsync(store, 12m);
        await RunAsync(sql);

        var report = await new WalletAudit(store).AuditAsync(cancellationToken: Token);
        Assert.Contains(report.Findings, finding => finding.Kind == AuditFindingKind.TotalsWrong && finding.Message == message);
    }

    [Theory]
    [InlineData("UPDATE walletkit_journal SET amount = amount + 1, balance = balance + 1 WHERE type = 3", "In USD, wallets and accounts sum to 1, expected 0: one leg of a transfer is gone or changed.")]
    [InlineData("DELETE FROM walletkit_totals WHERE account = ''; DELETE FROM walletkit_journal WHERE type = 103", "In USD, wallets and accounts sum to 100, expected 0: one leg of a transfer is gone or changed.")]
    public async Task A_leg_of_a_transfer_that_was_changed_or_deleted_by_hand_is_named(string sql, string message)
    {
        await using var store = _file.Create(TimeProvider.System, static options => options.EntriesPerTotal = 1_000);
        var (wallet, other) = (await OpenAsync(store, "first"), await OpenAsync(store, "second"));
        await store.CommitAsync(new CommandBatch([new Deposit(wallet, 5m), new Transfer(wallet, other, 1m)]), Token);
        await RunAsync(sql);

        Assert.False((await store.ReadTotalsAsync(null, Token))!.ToTrialBalance().IsBalanced);
        var report = await new WalletAudit(store).AuditAsync(cancellationToken: Token);
        Assert.Contains(report.Findings, finding => finding.Kind == AuditFindingKind.TrialBalanceWrong && finding.Message == message);
    }

    private static WalletId NewId() => WalletId.Create(TimeProvider.System.GetUtcNow(), Random.Shared);

    private static async Task<WalletId> OpenAsync(SqliteWalletStore store, string owner = "owner")
    {
        var opened = await store.CommitAsync(new CommandBatch(new OpenWallet(NewId(), owner, Currency.FromIso("USD"))), Token);
        return opened.Results[0].Wallet!.Id;
    }

    /// <summary>Checks that an audit finds nothing, and that each whole block has its sums.</summary>
    private async Task AssertSoundAsync(SqliteWalletStore store, decimal wallets)
    {
        var report = await new WalletAudit(store).AuditAsync(cancellationToken: Token);
        Assert.True(report.IsClean, string.Join('\n', report.Findings));
        Assert.Equal(wallets, Assert.Single((await store.ReadTotalsAsync(null, Token))!.ToTrialBalance().Currencies).Wallets);
        var blocks = (await StoredAsync()).Select(row => row.Split(' ')[0]).Distinct().Count();
        var whole = (await RowsAsync("SELECT max(id) FROM walletkit_journal")).Select(long.Parse).Single() / SmallBlocks.EntriesPerTotal;
        Assert.InRange(blocks, whole - 1, whole);
    }

    private Task<List<string>> StoredAsync() => RowsAsync("SELECT through || ' ' || account || ' ' || total || ' ' || carry FROM walletkit_totals ORDER BY through, account");

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_file.Path};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }

    private async Task RunAsync(string sql) => await RowsAsync($"PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; {sql}");
}
