using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.Durability.Tests.Faults;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>Wallets and a host at work on one file.</summary>
public sealed class SharedFileWorkTests : IAsyncLifetime
{
    private readonly HostFile _file = new();
    private WalletHost _wallets = null!;
    private WalletId _wallet;
    private SqliteConnection _host = null!;

    public async ValueTask InitializeAsync()
    {
        _file.Make();
        _wallets = _file.Wallets(options => options.BusyTimeout = TimeSpan.FromMilliseconds(200));
        _wallet = (await _wallets.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        _host = _file.Connect();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _wallets.DisposeAsync();
        _file.Dispose();
    }

    [Theory]
    [InlineData("INSERT INTO orders (text) VALUES ('next')")]
    [InlineData("VACUUM")]
    [InlineData("DELETE FROM orders; INSERT INTO orders (text) SELECT hex(randomblob(500)) FROM pragma_function_list LIMIT 100; VACUUM")]
    [InlineData("ANALYZE")]
    [InlineData("CREATE TABLE more (x); DROP TABLE more")]
    [InlineData("ALTER TABLE orders RENAME TO others; ALTER TABLE others RENAME TO orders")]
    [InlineData("PRAGMA wal_checkpoint(TRUNCATE)")]
    [InlineData("UPDATE orders SET text = text || '.'; PRAGMA wal_checkpoint(RESTART)")]
    [InlineData("PRAGMA application_id = 43; PRAGMA user_version = 8")]
    public async Task Commits_of_the_host_between_all_commits_change_no_wallet(string sql)
    {
        for (var i = 1; i <= 10; i++)
        {
            _host.Execute(sql);
            Assert.Equal(2 * i, (await _wallets.Wallets.DepositAsync(_wallet, 2m, new() { Reference = $"ref {i}", IdempotencyKey = $"key {i}" }, Token)).Balance);
            _host.Execute(sql);
            Assert.True((await _wallets.Wallets.DepositAsync(_wallet, 2m, new() { Reference = $"ref {i}", IdempotencyKey = $"key {i}" }, Token)).Replayed);
        }

        Assert.Equal(10, (await _wallets.Rebates.ProcessPendingAsync(Token)).Paid);
        await AfterCrash.AssertCleanAsync(_file.Path, _wallets);
        Assert.True((await _wallets.Audit.AuditAsync(cancellationToken: Token)).IsClean);
    }

    [Fact]
    public void Every_table_keeps_its_row_ids_through_a_vacuum()
    {
        // A row id that no column stands for may be another one after a vacuum.
        var tables = _host.Query(
            "SELECT name, (SELECT count(*) FROM pragma_table_info(l.name) c WHERE c.pk > 0 AND c.type = 'INTEGER') = 1 AND NOT EXISTS (SELECT 1 FROM pragma_index_list(l.name) i WHERE i.origin = 'pk') FROM pragma_table_list l WHERE schema = 'main' AND type = 'table' AND wr = 0 AND name LIKE 'walletkit\\_%' ESCAPE '\\'",
            row => (Name: row.GetString(0), IsKept: row.GetBoolean(1)));

        Assert.NotEmpty(tables);
        Assert.Empty(tables.Where(table => !table.IsKept).Select(table => table.Name));
    }

    [Fact]
    public async Task A_commit_of_the_host_makes_the_writer_take_no_wallet_for_changed()
    {
        await _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);
        HostFile.Order(_host);

        Assert.False(await _wallets.Store.WriteAsync(new WriterWork<bool>(session => session.OthersWrote), Token));

        await using var other = _file.Wallets();
        await other.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);
        HostFile.Order(_host);
        Assert.True(await _wallets.Store.WriteAsync(new WriterWork<bool>(session => session.OthersWrote), Token));
    }

    [Fact]
    public async Task A_call_inside_a_transaction_of_the_host_is_refused_as_busy_and_told_so_and_succeeds_after_it()
    {
        _host.Execute("BEGIN IMMEDIATE; INSERT INTO orders (text) VALUES ('unfinished')");

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token));

        Assert.Equal((StoreFailure.Busy, true), (refusal.Failure, refusal.IsTransient));
        Assert.Contains("another connection", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("open transaction of the host's", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0m, (await _wallets.Wallets.GetBalanceAsync(_wallet, Token)).Balance);
        _host.Execute("COMMIT");
        Assert.Equal(1m, (await _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token)).Balance);
    }

    [Fact]
    public async Task A_file_that_is_removed_stops_the_store()
    {
        await _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);
        await _host.DisposeAsync();
        File.Delete(_file.Path);

        Assert.Equal(StoreFailure.FileMoved, (await Assert.ThrowsAsync<WalletStoreException>(() => _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token))).Failure);
    }

    [Fact]
    public async Task Tables_that_the_host_drops_are_missed_by_name_in_the_next_call()
    {
        await _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);
        var drop = string.Join(';', _host.Query("SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema WHERE name LIKE 'walletkit\\_%' ESCAPE '\\' AND type IN ('table', 'view')", row => row.GetString(0)));
        _host.Execute($"PRAGMA foreign_keys = OFF; BEGIN; {drop}; COMMIT");

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token));

        Assert.Equal(StoreFailure.Corrupt, failure.Failure);
        Assert.Contains("are gone", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_the_hosts_to_shorten()
    {
        using (var reader = _file.Connect())
        {
            reader.Execute("BEGIN; SELECT count(*) FROM orders");
            Assert.Equal(1, reader.Number("SELECT count(*) FROM orders"));
            _host.Execute("PRAGMA synchronous = OFF; CREATE TABLE large (x)");
            while (new FileInfo(_file.Log).Length <= SqliteLog.KeptSize)
            {
                _host.Execute("INSERT INTO large VALUES (zeroblob(1000000))");
            }
        }

        var length = new FileInfo(_file.Log).Length;
        for (var i = 0; i < 5; i++)
        {
            await _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token);
        }

        Assert.True(new FileInfo(_file.Log).Length >= length);
        _host.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.Equal(0, new FileInfo(_file.Log).Length);
        Assert.Equal(6m, (await _wallets.Wallets.DepositAsync(_wallet, 1m, cancellationToken: Token)).Balance);
    }

    [Fact]
    public async Task Texts_of_an_erased_owner_are_gone_from_the_files_once_the_host_has_vacuumed_and_cut_the_log()
    {
        var options = new DepositOptions { Reference = "erika.mustermann" };
        for (var i = 0; i < 20; i++)
        {
            await _wallets.Wallets.DepositAsync(_wallet, 1m, options, Token);
        }

        await _wallets.Wallets.EraseAsync(_wallet, new() { IncludeOpen = true }, Token);
        Assert.NotEqual(0, Occurrences());
        _host.Execute("VACUUM");
        _host.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

        Assert.Equal(0, Occurrences());
    }

    private int Occurrences() => _file.Contents().Values.Sum(bytes => bytes.AsSpan().Count("erika.mustermann"u8));
}
