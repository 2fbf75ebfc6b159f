using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Commands;
using WalletKit.Durability.Tests.Opening;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests;

[Slow]
public sealed class MigrationTests : IDisposable
{
    private const string Step2 = "ALTER TABLE walletkit_wallets ADD COLUMN note TEXT";
    private const string Step3 = "CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT; INSERT INTO notes VALUES (1)";

    private static readonly int Old = SqliteSchema.Current.Version;
    private static readonly SqliteSchema OldSchema = SqliteSchema.Current;
    internal static readonly SqliteSchema NewSchema = new([.. SqliteMigrations.All, Step2, new(Step3, NoteEachWallet)]);

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_older_database_is_migrated_with_all_that_is_in_it()
    {
        await MakeOldAsync();

        using (var connection = Raw.Open(_directory.Database))
        {
            Assert.Equal(Old, NewSchema.Migrate(connection, _directory.Database));
            Assert.Equal(Old + 2, NewSchema.Migrate(connection, _directory.Database));
            Assert.Equal((Old + 2, 1, 1), (connection.Number("SELECT version FROM walletkit_schema"), connection.Number("SELECT count(*) FROM notes"), connection.Number("SELECT count(note) FROM walletkit_wallets")));
            Assert.Equal(1, connection.Number("SELECT count(amount) FROM walletkit_journal"));
        }

        Books.AssertBalance(_directory.Database);
    }

    [Fact]
    public void A_new_database_takes_all_steps()
    {
        using var connection = Raw.Open(_directory.Database);

        Assert.Equal(0, NewSchema.Migrate(connection, _directory.Database));

        Assert.Equal((Old + 2, SqliteSchema.ApplicationId), (connection.Number("SELECT version FROM walletkit_schema"), connection.Number("PRAGMA application_id")));
    }

    // These versions of SQLite take NULL for invalid JSON, and would report sound books as broken.
    [Fact]
    public void Checks_of_json_let_null_through_by_name_so_that_older_shells_find_the_books_whole()
    {
        Assert.Contains("IS NULL OR json_valid(", SqliteMigrations.Version1, StringComparison.Ordinal);
        Assert.DoesNotContain("CHECK (json_valid(", SqliteMigrations.Version1, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE notes (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1)")]
    [InlineData("CREATE TABLE notes (id INTEGER PRIMARY KEY); INSERT OR ROLLBACK INTO notes VALUES (1), (1)")]
    public async Task A_step_that_fails_leaves_the_file_at_its_version_and_as_it_was(string failing)
    {
        await MakeOldAsync();
        var before = _directory.Contents();

        using (var connection = Raw.Open(_directory.Database))
        {
            Assert.Throws<SqliteException>(() => new SqliteSchema([.. SqliteMigrations.All, Step2, failing]).Migrate(connection, _directory.Database));
            Assert.Equal(Old, connection.Number("SELECT version FROM walletkit_schema"));
        }

        Assert.Equal(before, _directory.Contents());
        await using var host = new WalletHost(_directory.Database);
        Assert.NotNull(await host.Wallets.FindWalletAsync("owner", cancellationToken: Token));
    }

    [Fact]
    public void A_migration_is_one_transaction_that_others_see_whole_or_not_at_all()
    {
        using var connection = Raw.Open(_directory.Database);
        connection.Execute("PRAGMA journal_mode = WAL");
        OldSchema.Migrate(connection, _directory.Database);
        using var other = Raw.Open(_directory.Database);
        var seen = new List<long>();

        // The function looks at the file from outside, in the middle of the steps.
        connection.CreateFunction("look", () =>
        {
            seen.Add(other.Number("SELECT version FROM walletkit_schema") + other.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'notes'"));
            return 0L;
        });
        new SqliteSchema([.. SqliteMigrations.All, Step2, Step3, "SELECT look()"]).Migrate(connection, _directory.Database);

        Assert.Equal([Old], seen);
        Assert.Equal(Old + 3, other.Number("SELECT version FROM walletkit_schema"));
    }

    [Fact]
    public void A_database_of_a_newer_schema_is_refused_by_an_older_one()
    {
        using var connection = Raw.Open(_directory.Database);
        NewSchema.Migrate(connection, _directory.Database);

        Assert.Equal(StoreFailure.Newer, Assert.Throws<WalletStoreException>(() => OldSchema.Migrate(connection, _directory.Database)).Failure);
    }

    [Fact]
    public async Task A_store_that_has_the_file_open_stops_writing_once_a_newer_release_has_migrated_it()
    {
        await using var host = new WalletHost(_directory.Database);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        using var newer = Raw.Open(_directory.Database);
        NewSchema.Migrate(newer, _directory.Database);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token));

        Assert.Equal(StoreFailure.Newer, refusal.Failure);
        Assert.Equal(0, newer.Number("SELECT count(amount) FROM walletkit_journal"));
    }

    [Fact]
    public void A_file_that_another_process_is_just_making_is_never_taken_for_foreign()
    {
        using var mine = Raw.Open(_directory.Database);
        using var other = Raw.Open(_directory.Database);
        var looked = false;
        raw.sqlite3_set_authorizer(
            mine.Handle!,
            (_, action, pragma, _, _, _) =>
            {
                // The other program acts between the readings of the two marks.
                if (action == raw.SQLITE_PRAGMA && pragma == "schema_version" && !looked)
                {
                    looked = true;
                    _ = Record.Exception(() => OldSchema.Migrate(other, _directory.Database));
                }

                return raw.SQLITE_OK;
            },
            null);

        Assert.Contains(OldSchema.Inspect(mine, _directory.Database), new[] { 0, Old });
        Assert.True(looked);
    }

    [Fact]
    public async Task Ten_stores_that_open_a_new_file_at_once_make_one_schema()
    {
        await OpeningsAtOnce.OpenAsync(_directory.Database, 10);

        Assert.Equal([_directory.Database], Directory.GetFiles(_directory.Path));
        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        Assert.Equal((1, Old), (books.Number("SELECT count(*) FROM walletkit_wallets"), books.Number("SELECT version FROM walletkit_schema")));
    }

    // A step may do work that SQL cannot do: row by row, with a calculated value.
    private static void NoteEachWallet(SqliteConnection connection, Action<long, long> report)
    {
        using var note = new Statement(connection, "UPDATE walletkit_wallets SET note = :reference WHERE id = :walletRow");
        var wallets = connection.Query("SELECT id, owner_id FROM walletkit_wallets", row => (Id: row.GetInt64(0), Owner: row.GetString(1)));
        for (var i = 0; i < wallets.Count; i++)
        {
            note.Bind(Parameter.WalletRow, wallets[i].Id).Bind(Parameter.Reference, $"of {wallets[i].Owner}").Execute();
            report(i + 1, wallets.Count);
        }
    }

    private async Task MakeOldAsync()
    {
        await using var host = new WalletHost(_directory.Database);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
    }
}
