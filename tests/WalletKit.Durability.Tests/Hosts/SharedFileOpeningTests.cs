using System.Globalization;
using WalletKit.Commands;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>The files that are opened where a file is shared, and the files that are refused.</summary>
public sealed class SharedFileOpeningTests : IDisposable
{
    private readonly HostFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task The_tables_of_wallets_stand_beside_those_of_the_host_whose_marks_stay()
    {
        _file.Make();
        await using (var host = _file.Wallets())
        {
            var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
            Assert.Equal(5m, (await host.Wallets.DepositAsync(wallet, 5m, cancellationToken: Token)).Balance);
        }

        using var connection = _file.Connect();
        Assert.Equal(
            (HostFile.ApplicationId, HostFile.UserVersion, 1L),
            (connection.Number("PRAGMA application_id"), connection.Number("PRAGMA user_version"), connection.Number("SELECT count(*) FROM orders")));
        Assert.Equal(["orders", "orders_by_text"], connection.Query("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'walletkit\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_autoindex\\_walletkit\\_%' ESCAPE '\\' ORDER BY name", row => row.GetString(0)));
        Assert.Equal(1, connection.Number("SELECT version FROM walletkit_schema"));
    }

    [Fact]
    public async Task A_file_without_a_write_ahead_log_is_refused_untouched_with_how_to_set_it_and_opens_once_it_is_set()
    {
        _file.Make(mode: "DELETE");

        var refusal = await AssertRefusedUntouchedAsync(StoreFailure.CannotOpen, isShared: true);

        Assert.Contains("journal_mode 'delete'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PRAGMA journal_mode = WAL", refusal.Message, StringComparison.Ordinal);
        using (var connection = _file.Connect())
        {
            connection.Execute("PRAGMA journal_mode = WAL");
        }

        await OpenAsync(_file.Path);
    }

    [Fact]
    public async Task A_file_that_keeps_text_in_another_encoding_is_refused_untouched()
    {
        _file.Make(more: "PRAGMA encoding = 'UTF-16le'");

        var refusal = await AssertRefusedUntouchedAsync(StoreFailure.CannotOpen, isShared: true);

        Assert.Contains("UTF-16le", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_missing_or_empty_is_made_with_a_log_and_without_the_mark_of_wallets_alone(bool isThere)
    {
        if (isThere)
        {
            await File.WriteAllBytesAsync(_file.Path, [], Token);
        }

        await OpenAsync(_file.Path);

        using var connection = _file.Connect();
        Assert.Equal("wal", connection.Query("PRAGMA journal_mode", row => row.GetString(0)).Single());
        Assert.Equal((0, 0), (connection.Number("PRAGMA application_id"), connection.Number("PRAGMA user_version")));
    }

    [Theory]
    [InlineData("CREATE TABLE walletkit_wallets (x)")]
    [InlineData("CREATE TABLE WalletKit_Notes (x)")]
    [InlineData("CREATE VIEW walletkit_schema AS SELECT 1 AS id, 1 AS version, randomblob(16) AS store_id")]
    [InlineData("CREATE INDEX walletkit_orders ON orders (text)")]
    [InlineData("CREATE TABLE walletkit_schema (x)")]
    [InlineData("CREATE TABLE walletkit_schema (id INTEGER PRIMARY KEY, version); INSERT INTO walletkit_schema VALUES (1, 1)")]
    [InlineData("CREATE TABLE walletkit_schema (id INTEGER PRIMARY KEY, version, store_id); INSERT INTO walletkit_schema VALUES (1, 1, 'theirs')")]
    [InlineData("CREATE TABLE walletkit_schema (id INTEGER PRIMARY KEY, version, store_id)")]
    public async Task Names_under_the_prefix_that_are_somebody_elses_are_refused_untouched_in_both_modes(string sql)
    {
        _file.Make();
        using (var connection = _file.Connect())
        {
            connection.Execute(sql);
        }

        foreach (var isShared in (bool[])[true, false])
        {
            await AssertRefusedUntouchedAsync(StoreFailure.Foreign, isShared);
        }
    }

    [Fact]
    public async Task A_file_that_was_made_for_sharing_is_refused_without_the_setting_which_is_named()
    {
        await OpenAsync(_file.Path);

        var refusal = await AssertRefusedUntouchedAsync(StoreFailure.Foreign, isShared: false);

        Assert.Contains("SqliteStoreOptions.Shared", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_host_is_refused_untouched_without_the_setting()
    {
        _file.Make();

        var refusal = await AssertRefusedUntouchedAsync(StoreFailure.Foreign, isShared: false);

        Assert.Contains("another application", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_wallets_alone_opens_as_shared_and_afterwards_alone_again()
    {
        WalletId wallet;
        await using (var alone = new WalletHost(_file.Path))
        {
            wallet = (await alone.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        }

        await using (var shared = _file.Wallets())
        {
            await shared.Wallets.DepositAsync(wallet, 5m, cancellationToken: Token);
            Assert.True((await shared.Audit.AuditAsync(cancellationToken: Token)).IsClean);
        }

        await using var again = new WalletHost(_file.Path);
        Assert.Equal(5m, (await again.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        using var connection = _file.Connect();
        Assert.Equal(SqliteSchema.ApplicationId, connection.Number("PRAGMA application_id"));
    }

    [Theory]
    [InlineData(";Mode=ReadWrite", true)]
    [InlineData("", false)]
    public async Task Where_wallets_must_be_there_already_none_are_made_in_the_file_of_a_host(string mode, bool migrates)
    {
        _file.Make();
        await using var host = _file.Wallets(options => (options.ConnectionString, options.MigrateOnOpen) = ($"Data Source={_file.Path}{mode}", migrates));

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));

        Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
        using var connection = _file.Connect();
        Assert.Equal(2, connection.Number("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task Tables_of_a_newer_release_are_refused_untouched()
    {
        await OpenAsync(_file.Path);
        using (var connection = _file.Connect())
        {
            connection.Execute("UPDATE walletkit_schema SET version = 1000");
        }

        await AssertRefusedUntouchedAsync(StoreFailure.Newer, isShared: true);
    }

    [Fact]
    public async Task A_migration_changes_the_tables_of_wallets_alone()
    {
        _file.Make();
        await OpenAsync(_file.Path);
        var before = Theirs();
        var next = new SqliteSchema([.. SqliteMigrations.All, "ALTER TABLE walletkit_wallets ADD COLUMN note TEXT"]);

        await using (var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_file.Path}", Shared = true }, TimeProvider.System, null, null, next))
        {
            await store.OpenAsync(Token);
        }

        Assert.Equal(before, Theirs());
        using var connection = _file.Connect();
        Assert.Equal((2, 0), (connection.Number("SELECT version FROM walletkit_schema"), connection.Number("SELECT count(note) FROM walletkit_wallets")));
    }

    // VACUUM INTO alone gives the copy another journal mode.
    [Fact]
    public async Task A_copy_by_the_store_has_the_tables_of_all_and_opens_as_shared()
    {
        _file.Make();
        WalletId wallet;
        await using (var host = _file.Wallets())
        {
            wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
            await host.Wallets.DepositAsync(wallet, 5m, cancellationToken: Token);
            await host.Store.CopyToAsync(_file.In("copy.db"), Token);
        }

        await using var copy = HostFile.Wallets(_file.In("copy.db"));
        Assert.Equal(5m, (await copy.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        using var connection = Raw.Open(_file.In("copy.db"));
        Assert.Equal((1, HostFile.ApplicationId), (connection.Number("SELECT count(*) FROM orders"), connection.Number("PRAGMA application_id")));
    }

    private string Theirs()
    {
        using var connection = _file.Connect();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{connection.Number("PRAGMA application_id")} {connection.Number("PRAGMA user_version")} {string.Join(";", connection.Query("SELECT sql FROM sqlite_schema WHERE tbl_name = 'orders' ORDER BY name", row => row.GetString(0)))} {connection.Number("SELECT count(*) FROM orders")}");
    }

    private static async Task OpenAsync(string path)
    {
        await using var host = HostFile.Wallets(path);
        await host.Store.OpenAsync(Token);
    }

    private async Task<WalletStoreException> AssertRefusedUntouchedAsync(StoreFailure failure, bool isShared)
    {
        var before = _file.Contents();
        WalletStoreException refusal;
        await using (var host = new WalletHost(_file.Path, options => options.Shared = isShared))
        {
            refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));
        }

        Assert.Equal((failure, false), (refusal.Failure, refusal.IsTransient));
        Assert.Contains(_file.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _file.Contents());
        return refusal;
    }
}
