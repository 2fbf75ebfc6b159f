using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

/// <summary>The file itself refuses impossible records, from any program.</summary>
public sealed class SqliteTableRulesTests : IAsyncLifetime
{
    private const string NewHold = "INSERT INTO walletkit_holds (wallet_id, number, amount, captured, status, created_at, updated_at) VALUES ";
    private const string NewEntry = "INSERT INTO walletkit_journal (wallet_id, version, type, sequence, amount, account, expired_holds, balance, recorded_at, hash) SELECT column1, column2, column3, column4, column5, column6, column7, 0, 0, zeroblob(32) FROM (VALUES ";
    private const string NewTransaction = "INSERT INTO walletkit_journal (wallet_id, sequence, type, amount, balance, version, recorded_at, hash, hold, hold_remaining) VALUES ";
    private const string NewKey = "INSERT INTO walletkit_idempotency_keys (wallet_id, key, content, transaction_id, result, recorded_at) VALUES ";

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Wrongs => new()
    {
        { "UPDATE walletkit_holds SET captured = amount + 1 WHERE number = 1", "captured BETWEEN 0 AND amount" },
        { "UPDATE walletkit_holds SET captured = -1 WHERE number = 1", "captured BETWEEN 0 AND amount" },
        { "UPDATE walletkit_holds SET captured = amount WHERE number = 1", "CASE status WHEN 'open' THEN captured < amount" },
        { "UPDATE walletkit_holds SET captured = 0, status = 'captured' WHERE number = 1", "CASE status" },
        { "UPDATE walletkit_holds SET status = 'expired' WHERE number = 1", "CASE status" },
        { "UPDATE walletkit_holds SET status = 'gone' WHERE number = 1", "CASE status" },
        { "UPDATE walletkit_holds SET amount = 0, captured = 0, status = 'voided' WHERE number = 1", "amount > 0" },
        { "UPDATE walletkit_holds SET number = 0 WHERE number = 2", "number >= 1" },
        { "UPDATE walletkit_holds SET updated_at = created_at - 1", "updated_at >= created_at" },
        { "UPDATE walletkit_holds SET reference = ''", "length(reference) BETWEEN 1 AND 200" },
        { "UPDATE walletkit_holds SET metadata = '{'", "json_valid(metadata)" },
        { "UPDATE walletkit_holds SET amount = 'ten'", "cannot store TEXT value" },
        { NewHold + "(1, 1, 1, 0, 'open', 0, 0)", "UNIQUE constraint failed: walletkit_holds.wallet_id, walletkit_holds.number" },
        { NewHold + "(99, 1, 1, 0, 'open', 0, 0)", "FOREIGN KEY" },
        { "UPDATE walletkit_journal SET status = 'closed' WHERE wallet_id = 1 AND version = 6", "status IS NOT 'closed'" },
        { "UPDATE walletkit_journal SET balance = 1 WHERE status = 'closed'", "status IS NOT 'closed'" },
        { "UPDATE walletkit_journal SET held = 1, overdrawn = 1 WHERE status = 'closed'", "status IS NOT 'closed'" },
        { "UPDATE walletkit_journal SET open_holds = 1 WHERE status = 'closed'", "status IS NOT 'closed'" },
        { "UPDATE walletkit_journal SET open_holds = -1 WHERE wallet_id = 1 AND version = 6", "open_holds > 0" },
        { "UPDATE walletkit_journal SET ended_through = 0 WHERE wallet_id = 1 AND version = 6", "(ended_number IS NULL) = (ended_through IS NULL)" },
        { "UPDATE walletkit_journal SET ended_through = 0, ended_number = last_hold + 1 WHERE wallet_id = 1 AND version = 6", "ended_number BETWEEN 1 AND last_hold" },
        { "UPDATE walletkit_journal SET status = 'gone' WHERE wallet_id = 1 AND version = 6", "status IN ('frozen', 'closed')" },
        { "UPDATE walletkit_journal SET held = 0 WHERE wallet_id = 1 AND version = 6", "held > 0" },
        { "UPDATE walletkit_journal SET balance = held - credit_limit - 1 WHERE wallet_id = 1 AND version = 6", "balance + ifnull(credit_limit, 0) - ifnull(held, 0) >= 0 OR overdrawn IS 1" },
        { "UPDATE walletkit_journal SET held = balance + credit_limit + 1 WHERE wallet_id = 1 AND version = 6", "balance + ifnull(credit_limit, 0) - ifnull(held, 0) >= 0 OR overdrawn IS 1" },
        { "UPDATE walletkit_journal SET credit_limit = 0 WHERE wallet_id = 1 AND version = 6", "credit_limit > 0" },
        { "UPDATE walletkit_journal SET overdrawn = 0 WHERE wallet_id = 1 AND version = 6", "overdrawn = 1" },
        { "UPDATE walletkit_journal SET last_hold = 0 WHERE wallet_id = 1 AND version = 6", "last_hold > 0" },
        { "UPDATE walletkit_journal SET sequence = version WHERE wallet_id = 1 AND version = 6", "sequence >= 0 AND sequence < version" },
        { "UPDATE walletkit_wallets SET exponent = 19 WHERE id = 1", "exponent BETWEEN 0 AND 18" },
        { "UPDATE walletkit_wallets SET closed = 2 WHERE id = 1", "closed IN (0, 1)" },
        { "UPDATE walletkit_wallets SET owner_id = 'owner', name = 'default'", "UNIQUE constraint failed: walletkit_wallets.owner_id, walletkit_wallets.name" },
        { "DELETE FROM walletkit_wallets WHERE id = 1", "FOREIGN KEY" },
        { "DELETE FROM walletkit_holds WHERE number = 1", "FOREIGN KEY" },
        { NewEntry + "(1, 0, 321, -1, NULL, NULL, NULL))", "version >= 1" },
        { NewEntry + "(1, 99, 400, 2, NULL, NULL, NULL))", "CASE WHEN type BETWEEN 1 AND 99" },
        { NewEntry + "(1, 99, 321, 2, NULL, 'bank', NULL))", "account IS NULL OR (type BETWEEN 1 AND 255" },
        { "INSERT INTO walletkit_texts (id, wallet_id, version, reason) VALUES (1, 1, 1, '')", "length(reason) BETWEEN 1 AND 500" },
        { "INSERT INTO walletkit_texts (id, wallet_id, version, metadata) VALUES (1, 1, 1, '{')", "json_valid(metadata)" },
        { "INSERT INTO walletkit_texts (id, wallet_id, version) VALUES (999, 1, 1)", "FOREIGN KEY" },
        { "UPDATE walletkit_wallets SET owner_id = NULL, name = NULL WHERE id = 1", "owner_id IS NOT NULL OR erased_through > 0" },
        { "UPDATE walletkit_wallets SET owner_id = NULL, erased_through = 1 WHERE id = 1", "(name IS NULL) = (owner_id IS NULL)" },
        { "UPDATE walletkit_wallets SET text_secret = zeroblob(31) WHERE id = 1", "length(text_secret) = 32" },
        { "UPDATE walletkit_wallets SET key_secret = zeroblob(31) WHERE id = 1", "length(key_secret) = 32" },
        { NewEntry + "(1, 99, 313, 2, NULL, NULL, '['))", "json_valid(expired_holds)" },
        { NewEntry + "(1, 99, 321, 2, 1, NULL, NULL))", "WHEN type BETWEEN 301 AND 399 THEN amount IS NULL" },
        { NewEntry + "(99, 99, 321, 2, NULL, NULL, NULL))", "FOREIGN KEY" },
        { "INSERT INTO walletkit_journal SELECT * FROM walletkit_journal", "UNIQUE constraint failed: walletkit_journal.id" },
        { "UPDATE walletkit_journal SET version = 5 WHERE wallet_id = 1 AND version = 6", "UNIQUE constraint failed: walletkit_journal.wallet_id, walletkit_journal.version" },
        { "UPDATE walletkit_journal SET text_commitment = zeroblob(31)", "length(text_commitment) = 32" },
        { "INSERT INTO walletkit_journal_head VALUES (2, 0)", "id = 1" },
        { NewTransaction + "(1, 98, 102, -1, 0, 100, 0, zeroblob(32), NULL, NULL)", "(hold IS NOT NULL) = (type IN (102, 311, 312))" },
        { NewTransaction + "(1, 98, 101, -1, 0, 100, 0, zeroblob(32), 1, 0)", "(hold IS NOT NULL) = (type IN (102, 311, 312))" },
        { NewTransaction + "(1, 98, 102, -1, 0, 100, 0, zeroblob(32), 1, NULL)", "(hold_remaining IS NOT NULL) = (hold IS NOT NULL)" },
        { NewTransaction + "(1, 98, 102, -1, 0, 100, 0, zeroblob(32), 1, -1)", "hold_remaining >= 0" },
        { NewTransaction + "(1, 98, 102, 1, 0, 100, 0, zeroblob(32), 1, 0)", "WHEN type BETWEEN 101 AND 199 THEN amount < 0" },
        { NewTransaction + "(1, 98, 102, -1, 0, 100, 0, zeroblob(32), 98, 0)", "FOREIGN KEY" },
        { NewTransaction + "(1, 98, 200, -1, 0, 100, 0, zeroblob(32), NULL, NULL)", "CASE WHEN type BETWEEN 1 AND 99" },
        { NewTransaction + "(1, 1, 101, -1, 0, 2, 0, zeroblob(32), NULL, NULL)", "UNIQUE constraint failed: walletkit_journal.wallet_id, walletkit_journal.version" },
        { NewTransaction + "(1, 99, 101, -1, 0, 99, 0, zeroblob(32), NULL, NULL)", "sequence >= 0 AND sequence < version" },
        { NewKey + "(1, zeroblob(32), zeroblob(32), NULL, NULL, 0)", "(transaction_id IS NULL) <> (result IS NULL)" },
        { NewKey + "(1, zeroblob(32), zeroblob(32), 1, '[]', 0)", "(transaction_id IS NULL) <> (result IS NULL)" },
        { NewKey + "(1, zeroblob(32), zeroblob(31), 1, NULL, 0)", "length(content) = 32" },
        { NewKey + "(1, zeroblob(32), zeroblob(32), NULL, '[', 0)", "json_valid(result)" },
        { NewKey + "(1, zeroblob(31), zeroblob(32), 1, NULL, 0)", "length(key) = 32" },
    };

    private string Database => _directory.File("wallets.db");

    public async ValueTask InitializeAsync()
    {
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={Database}" }, new FakeTimeProvider());
        var (one, closed) = (new WalletId(Guid.CreateVersion7()), new WalletId(Guid.CreateVersion7()));
        var usd = Currency.FromIso("USD");
        var result = await store.CommitAsync(
            new CommandBatch(
            [
                new OpenWallet(one, "owner", usd),
                new Deposit(one, 100m),
                new SetCreditLimit(one, 5m),
                new PlaceHold(one, 10m),
                new PlaceHold(one, 10m) { ExpiresIn = TimeSpan.FromDays(1) },
                new CaptureHold(new HoldId(one, 1), 4m) { KeepOpen = true },
                new OpenWallet(closed, "other", usd),
                new CloseWallet(closed),
            ]),
            Token);
        Assert.Null(result.Refusal);
    }

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task The_tables_refuse_rows_that_must_never_exist(string sql, string reason)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Foreign Keys=True");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100

        var refusal = await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync(Token));

        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, refusal.SqliteErrorCode);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
