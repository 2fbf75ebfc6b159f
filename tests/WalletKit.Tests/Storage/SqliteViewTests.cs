using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

/// <summary>The views that show the books to a person at a shell.</summary>
public sealed class SqliteViewTests
{
    [Fact]
    public async Task History_names_the_types_and_shows_times_as_text()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("wallets.db");
        await using (var store = new SqliteWalletStore(
            new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero))))
        {
            var (one, two) = (new WalletId(Guid.CreateVersion7()), new WalletId(Guid.CreateVersion7()));
            var result = await store.CommitAsync(
                new CommandBatch(
                [
                    new OpenWallet(one, "one", Currency.FromIso("USD")),
                    new OpenWallet(two, "two", Currency.FromIso("USD")),
                    new Deposit(one, 100m),
                    new Transfer(one, two, 10m) { Reference = "rent" },
                    new PlaceHold(one, 20m),
                ]),
                Token);
            Assert.Null(result.Refusal);
        }

        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();

        Assert.Equal(
            [
                "one|default|1|opened||0.00|USD|2|2026-01-02 03:04:05|",
                "one|default|2|deposit|100.00|100.00|USD|2|2026-01-02 03:04:05|",
                "one|default|3|transfer_out|-10.00|90.00|USD|2|2026-01-02 03:04:05|rent",
                "one|default|4|hold_placed||90.00|USD|2|2026-01-02 03:04:05|",
                "two|default|1|opened||0.00|USD|2|2026-01-02 03:04:05|",
                "two|default|2|transfer_in|10.00|10.00|USD|2|2026-01-02 03:04:05|rent",
            ],
            Rows(connection, "SELECT owner_id, name, version, type, amount, balance, currency, exponent, recorded_at, reference FROM walletkit_history ORDER BY owner_id, version"));
        Assert.Equal(
            ["one|default|USD|2|active|90.00|0.00|20.00|70.00|2026-01-02 03:04:05", "two|default|USD|2|active|10.00|0.00|0.00|10.00|2026-01-02 03:04:05"],
            Rows(connection, "SELECT owner_id, name, currency, exponent, status, balance, credit_limit, held, available, recorded_at FROM walletkit_balances ORDER BY owner_id"));
    }

    [Fact]
    public void History_has_a_name_for_every_type()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteDatabase.Run(connection, SqliteMigrations.Version1);
        SqliteDatabase.Run(connection, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; INSERT INTO walletkit_wallets (id, public_id, owner_id, name, currency, exponent, created_at, text_secret, key_secret) VALUES (1, zeroblob(16), 'o', 'n', 'USD', 2, 0, zeroblob(32), zeroblob(32))");
        var types = Enum.GetValues<EntryType>();
        foreach (var type in types)
        {
            SqliteDatabase.Run(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash) VALUES (1, {(int)type}, {(int)type}, 0, 1, 1, 1, zeroblob(32))"));
        }

        Assert.Equal(
            types.Order().Select(static type => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString())),
            Rows(connection, "SELECT type FROM walletkit_history ORDER BY version"));
    }

    [Theory]
    [InlineData(long.MaxValue, 0, "9223372036854775807")]
    [InlineData(long.MinValue, 2, "-92233720368547758.08")]
    [InlineData(-1, 18, "-0.000000000000000001")]
    [InlineData(7, 3, "0.007")]
    [InlineData(0, 0, "0")]
    public void Amounts_are_exact_in_units(long amount, int exponent, string shown)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteDatabase.Run(connection, SqliteMigrations.Version1);
        SqliteDatabase.Run(connection, string.Create(
            CultureInfo.InvariantCulture,
            $"""
            PRAGMA ignore_check_constraints = ON;
            INSERT INTO walletkit_wallets (id, public_id, owner_id, name, currency, exponent, created_at, text_secret, key_secret)
                VALUES (1, zeroblob(16), 'o', 'n', 'USD', {exponent}, 0, zeroblob(32), zeroblob(32));
            INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash) VALUES (1, 1, 1, 0, 1, {amount}, {amount}, zeroblob(32));
            """));

        Assert.Equal([$"{shown}|{shown}"], Rows(connection, "SELECT amount, balance FROM walletkit_history"));
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read())
        {
            read.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return read;
    }
}
