using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

/// <summary>The writes that the file itself refuses, from any program.</summary>
public sealed class SqliteBooksTests : IAsyncLifetime
{
    private const string Columns = "INSERT INTO walletkit_journal (wallet_id, sequence, type, amount, balance, version, recorded_at, hash";

    private readonly TemporaryDirectory _directory = new();
    private SqliteConnection _connection = null!;

    public static TheoryData<string, string> Refused => new()
    {
        { "a reversal of what was reversed", $"{Columns}, reversal_of) VALUES (1, 9, 201, -1, 0, 10, 0, zeroblob(32), 4)" },
        { "a reversal of nothing", $"{Columns}) VALUES (1, 9, 201, -1, 0, 10, 0, zeroblob(32))" },
        { "a reversal of what there is not", $"{Columns}, reversal_of) VALUES (1, 9, 201, -1, 0, 10, 0, zeroblob(32), 77)" },
        { "a withdrawal that reverses", $"{Columns}, reversal_of) VALUES (1, 9, 101, -1, 0, 10, 0, zeroblob(32), 1)" },
        { "an outgoing leg without its other", $"{Columns}) VALUES (1, 9, 103, -1, 0, 10, 0, zeroblob(32))" },
        { "an incoming leg without its other", $"{Columns}) VALUES (1, 9, 3, 1, 0, 10, 0, zeroblob(32))" },
        { "a leg whose other has no sequence", $"{Columns}, counterpart_wallet_id) VALUES (1, 9, 3, 1, 0, 10, 0, zeroblob(32), 2)" },
        { "a leg whose other has no wallet", $"{Columns}, counterpart_version) VALUES (1, 9, 3, 1, 0, 10, 0, zeroblob(32), 2)" },
        { "a leg to a wallet that there is not", $"{Columns}, counterpart_wallet_id, counterpart_version) VALUES (1, 9, 3, 1, 0, 10, 0, zeroblob(32), 77, 1)" },
        { "an outgoing leg that credits", $"{Columns}, counterpart_wallet_id, counterpart_version) VALUES (1, 9, 103, 1, 0, 10, 0, zeroblob(32), 2, 1)" },
        { "an incoming leg that debits", $"{Columns}, counterpart_wallet_id, counterpart_version) VALUES (1, 9, 3, -1, 0, 10, 0, zeroblob(32), 2, 1)" },
        { "an exchange of nothing", "UPDATE walletkit_journal SET counterpart_amount = 0 WHERE type = 103" },
        { "a deposit that debits", $"{Columns}) VALUES (1, 9, 1, -1, 0, 10, 0, zeroblob(32))" },
        { "a withdrawal that credits", $"{Columns}) VALUES (1, 9, 101, 1, 0, 10, 0, zeroblob(32))" },
        { "a reversal of no amount", "UPDATE walletkit_journal SET amount = 0 WHERE type = 201" },
        { "a type that there is not", $"{Columns}) VALUES (1, 9, 256, 1, 0, 10, 0, zeroblob(32))" },
        { "a version twice", $"{Columns}) VALUES (1, 1, 1, 1, 0, 2, 0, zeroblob(32))" },
        { "an amount of an entry that moves no money", $"{Columns}) VALUES (1, 4, 321, 1, 0, 6, 0, zeroblob(32))" },
        { "a transaction without an amount", $"{Columns}) VALUES (1, 5, 1, NULL, 0, 6, 0, zeroblob(32))" },
        { "a kind that there is not", $"{Columns}) VALUES (1, 4, 300, NULL, 0, 6, 0, zeroblob(32))" },
        { "an entry of two kinds at once", $"{Columns}, hold_expires_at) VALUES (1, 9, 1, 1, 0, 10, 0, zeroblob(32), 5)" },
        { "a sequence before the first", $"{Columns}) VALUES (1, -1, 1, 1, 0, 10, 0, zeroblob(32))" },
        { "a second rebate of one deposit", $"{Columns}, rebate_of) VALUES (1, 9, 2, 1, 0, 10, 0, zeroblob(32), 2)" },
        { "a transaction of no wallet", $"{Columns}) VALUES (77, 1, 1, 1, 1, 2, 0, zeroblob(32))" },
        { "the end of a transaction that others name", "DELETE FROM walletkit_journal WHERE wallet_id = 1 AND version = 4" },
        { "less than nothing without the mark", "UPDATE walletkit_journal SET balance = -1 WHERE wallet_id = 1 AND version = 5" },
        { "less than the limit without the mark", "UPDATE walletkit_journal SET credit_limit = 5, balance = -6 WHERE wallet_id = 1 AND version = 5" },
        { "a mark of another kind", "UPDATE walletkit_journal SET overdrawn = 2 WHERE wallet_id = 1 AND version = 5" },
        { "a negative limit", "UPDATE walletkit_journal SET credit_limit = -1 WHERE wallet_id = 1 AND version = 5" },
        { "less than nothing held", "UPDATE walletkit_journal SET held = -1 WHERE wallet_id = 1 AND version = 5" },
        { "a closed wallet with money", "UPDATE walletkit_journal SET status = 'closed', balance = 1 WHERE wallet_id = 1 AND version = 5" },
        { "a closed wallet with a hold", "UPDATE walletkit_journal SET status = 'closed', balance = 0, held = 1 WHERE wallet_id = 1 AND version = 5" },
        { "a version behind the history", "UPDATE walletkit_journal SET sequence = version WHERE wallet_id = 1 AND version = 5" },
        { "two wallets of one name", "UPDATE walletkit_wallets SET owner_id = 'one' WHERE id = 2" },
        { "a key twice", "INSERT INTO walletkit_idempotency_keys SELECT wallet_id, key, content, transaction_id, result, recorded_at FROM walletkit_idempotency_keys" },
        { "a key that stands for nothing", "INSERT INTO walletkit_idempotency_keys (wallet_id, key, content, recorded_at) VALUES (1, zeroblob(32), zeroblob(32), 0)" },
        { "a key that stands for two things", "INSERT INTO walletkit_idempotency_keys VALUES (1, zeroblob(32), zeroblob(32), 1, '[]', 0)" },
        { "a key whose result cannot be read", "INSERT INTO walletkit_idempotency_keys VALUES (1, zeroblob(32), zeroblob(32), NULL, '[', 0)" },
        { "a key of half a hash", "INSERT INTO walletkit_idempotency_keys VALUES (1, zeroblob(32), zeroblob(16), 1, NULL, 0)" },
        { "a rebate that is paid by nothing", "UPDATE walletkit_rebates SET transaction_id = NULL" },
        { "a rebate that is cancelled and paid", "UPDATE walletkit_rebates SET status = 'cancelled'" },
        { "a transaction without a hash", "UPDATE walletkit_journal SET hash = NULL WHERE id = 1" },
        { "a transaction with half of a hash", "UPDATE walletkit_journal SET hash = zeroblob(16) WHERE id = 1" },
        { "half of a commitment", "UPDATE walletkit_journal SET text_commitment = zeroblob(16) WHERE id = 1" },
        { "a second head", "INSERT INTO walletkit_journal_head VALUES (2, 1)" },
        { "text where a number belongs", "UPDATE walletkit_journal SET balance = 'much' WHERE id = 1" },
    };

    public async ValueTask InitializeAsync()
    {
        var path = _directory.File("wallets.db");
        await using (var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, new FakeTimeProvider()))
        {
            var (one, two) = (new WalletId(Guid.CreateVersion7()), new WalletId(Guid.CreateVersion7()));
            var result = await store.CommitAsync(
                new CommandBatch(
                [
                    new OpenWallet(one, "one", Currency.FromIso("USD")),
                    new OpenWallet(two, "two", Currency.FromIso("EUR")),
                    new Deposit(one, 100m) { RebateTerms = new("policy", "terms"), IdempotencyKey = "key" },
                    new PayRebate(new TransactionId(one, 2), 1m),
                    new Transfer(one, two, 10m) { Rate = 0.9m, IdempotencyKey = "both" },
                    new Reverse(new TransactionId(one, 4)),
                ]),
                Token);
            Assert.Null(result.Refusal);
        }

        _connection = new SqliteConnection($"Data Source={path};Pooling=False;Foreign Keys=True");
        _connection.Open();
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void The_file_refuses(string what, string sql)
    {
        var refusal = Record.Exception(() => Execute(sql));

        Assert.True(refusal is SqliteException { SqliteErrorCode: 19 }, $"The file took {what}: {refusal}");
    }

    [Fact]
    public void The_file_takes_what_may_be()
    {
        Execute($"{Columns}) VALUES (1, 9, 1, 1, 0, 10, 0, zeroblob(32))");
        Execute($"{Columns}, reversal_of) VALUES (1, 10, 201, -1, 0, 11, 0, zeroblob(32), 10)");
        Execute($"{Columns}, counterpart_wallet_id, counterpart_version) VALUES (1, 11, 3, 1, 0, 12, 0, zeroblob(32), 2, 1)");
        Execute("UPDATE walletkit_journal SET credit_limit = 5, balance = -5 WHERE wallet_id = 1 AND version = 5");
        Execute("UPDATE walletkit_journal SET balance = -6, overdrawn = 1 WHERE wallet_id = 1 AND version = 5");
        Execute("INSERT INTO walletkit_idempotency_keys VALUES (1, zeroblob(32), zeroblob(32), NULL, '[]', 0)");
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
