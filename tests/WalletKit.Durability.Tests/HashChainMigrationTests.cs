using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Money;
using WalletKit.Rules;
using WalletKit.Storage;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests;

/// <summary>Files of version 1, which had no hashes.</summary>
public sealed class HashChainMigrationTests : IDisposable
{
    private static readonly SqliteSchema Version1 = new([SqliteMigrations.Version1]);

    private readonly TestDirectory _directory = new();
    private readonly string _original;

    public HashChainMigrationTests() => _original = _directory.In("original.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_of_version_1_is_given_the_hashes_that_it_would_have_had_from_the_first_transaction_on()
    {
        await MakeVersion1Async();
        var wallets = new List<Wallet>();
        await using (var host = new WalletHost(_directory.Database))
        {
            wallets.AddRange(await host.Store.ListAllWalletsAsync(null, 10, Token));
            Assert.All(await TypesAsync(host, wallets), type => Assert.True(type));
            await host.Store.CommitAsync(new CommandBatch(new Deposit(wallets[0].Id, 1m)), Token);
        }

        await using (var original = new WalletHost(_original))
        {
            Assert.Equal(await original.Store.ListAllWalletsAsync(null, 10, Token), wallets);
            await using var migrated = new WalletHost(_directory.Database);
            foreach (var wallet in wallets)
            {
                var range = new HistoryRange(wallet.Id, HistoryOrder.OldestFirst, null, (int)wallet.LastSequence);
                Assert.Equal(await original.Store.ReadHistoryAsync(range, Token), await migrated.Store.ReadHistoryAsync(range, Token));
                Assert.DoesNotContain(default, (await migrated.Store.ReadHistoryAsync(range, Token)).Select(transaction => transaction.Hash));
            }
        }

        AssertSchemaIsThatOfANewFile();
        await AssertCleanAsync();
    }

    [Fact]
    public async Task A_history_longer_than_a_page_and_more_wallets_than_a_page_are_migrated_whole()
    {
        await MakeVersion1Async(
        [
            .. Enumerable.Range(0, 1_001).Select(i => new OpenWallet(Id(i + 10), $"{i}", Currency.FromIso("USD"))),
            .. Enumerable.Range(0, 2_001).Select(_ => new Deposit(Id(10), 1m) { RebateTerms = new("policy", "terms") }),
        ]);

        await AssertCleanAsync();
    }

    [Fact]
    public async Task A_file_that_cannot_be_migrated_stays_at_version_1_as_it_was()
    {
        await MakeVersion1Async();
        using (var connection = Raw.Open(_directory.Database))
        {
            connection.Execute("UPDATE transactions SET metadata = '[1]' WHERE id = (SELECT max(id) FROM transactions)");
        }

        var before = _directory.Contents();

        await using (var host = new WalletHost(_directory.Database))
        {
            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Store.OpenAsync(Token).AsTask());
            Assert.Equal(StoreFailure.Corrupt, refusal.Failure);
        }

        Assert.Equal(before, _directory.Contents());
        using (var connection = Raw.Open(_directory.Database))
        {
            Assert.Equal((1, 0), (connection.Number("PRAGMA user_version"), connection.Number("SELECT count(*) FROM pragma_table_info('transactions') WHERE name = 'hash'")));
            connection.Execute("UPDATE transactions SET metadata = NULL WHERE id = (SELECT max(id) FROM transactions)");
        }

        await AssertCleanAsync();
    }

    [Fact]
    public async Task A_file_without_a_transaction_that_its_wallet_counts_is_refused_and_stays_as_it_was()
    {
        await MakeVersion1Async();
        using (var connection = Raw.Open(_directory.Database))
        {
            connection.Execute("UPDATE wallets SET last_sequence = last_sequence + 1, version = version + 1 WHERE id = 1");
        }

        var before = _directory.Contents();
        await using (var host = new WalletHost(_directory.Database))
        {
            Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<WalletStoreException>(() => host.Store.OpenAsync(Token).AsTask())).Failure);
        }

        Assert.Equal(before, _directory.Contents());
    }

    // What a kill leaves at any moment is what stands on the disk at that moment.
    [Fact]
    public async Task What_a_kill_in_the_middle_leaves_is_version_1_and_is_migrated_the_next_time()
    {
        await MakeVersion1Async();
        var left = new List<string>();
        using (var connection = Raw.Open(_directory.Database))
        {
            // A cache of a page or two, so that what is not committed is on the disk.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA cache_size = 1; PRAGMA cache_spill = 1");
            raw.sqlite3_update_hook(connection.Handle!, (object _, int _, string _, string _, long _) => left.Add(_directory.CopyDatabase($"left-{left.Count}.db")), null);
            SqliteSchema.Current.Migrate(connection, _directory.Database);

            // The one who migrated goes on to write.
            Assert.Throws<SqliteException>(() => connection.Execute("UPDATE transactions SET hash = NULL"));
        }

        Assert.True(left.Count > 10);
        Assert.Contains(left, copy => File.Exists(copy + "-wal") && new FileInfo(copy + "-wal").Length > 0);
        foreach (var copy in left)
        {
            using (var connection = Raw.Open(copy))
            {
                Assert.Equal((1, 0), (connection.Number("PRAGMA user_version"), connection.Number("SELECT count(*) FROM pragma_table_info('wallets') WHERE name = 'chain_hash'")));
            }

            await AssertCleanAsync(copy);
        }
    }

    private static WalletId Id(int number) => new(new Guid($"019b7c1e-0a00-7000-8000-{number:x12}"));

    private static async Task<IEnumerable<bool>> TypesAsync(WalletHost host, List<Wallet> wallets)
    {
        var found = new HashSet<TransactionType>();
        foreach (var wallet in wallets)
        {
            found.UnionWith((await host.Store.ReadHistoryAsync(new HistoryRange(wallet.Id, HistoryOrder.OldestFirst, null, 100), Token)).Select(transaction => transaction.Type));
        }

        return Enum.GetValues<TransactionType>().Select(found.Contains);
    }

    private async Task AssertCleanAsync(string? path = null)
    {
        await using var host = new WalletHost(path ?? _directory.Database);
        using var manifest = new MemoryStream();
        var digests = host.Digests;
        var digest = await digests.WriteAsync(manifest, Token);
        manifest.Position = 0;
        Assert.Empty((await digests.VerifyAsync(manifest, digest.Hash, cancellationToken: Token)).Findings);
        Assert.NotEqual(0, digest.Transactions);
    }

    private void AssertSchemaIsThatOfANewFile()
    {
        using var migrated = Raw.Open(_directory.Database);
        using var original = Raw.Open(_original);
        const string Schema = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name";
        Assert.Equal(original.Query(Schema, row => row.GetString(0)), migrated.Query(Schema, row => row.GetString(0)));
        Assert.Throws<SqliteException>(() => migrated.Execute("UPDATE transactions SET hash = NULL"));
        Assert.Throws<SqliteException>(() => migrated.Execute("UPDATE wallets SET chain_hash = x'00'"));
        Assert.Equal(0, migrated.Number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"));
        Assert.Equal(0, migrated.Number("SELECT count(*) FROM pragma_foreign_key_check"));
    }

    /// <summary>Makes a file by the script of version 1, with the books of one that this release wrote, but for the hashes.</summary>
    private async Task MakeVersion1Async(params WalletCommand[] more)
    {
        await using (var host = new WalletHost(_original))
        {
            Assert.Null((await host.Store.CommitAsync(new CommandBatch([.. Everything(), .. more]), Token)).Refusal);
        }

        using var connection = Raw.Open(_directory.Database);
        connection.Execute("PRAGMA journal_mode = WAL");
        Version1.Migrate(connection, _directory.Database);
        connection.Execute($"ATTACH '{_original}' AS original; PRAGMA foreign_keys = OFF");
        foreach (var table in connection.Query("SELECT name FROM main.sqlite_schema WHERE type = 'table'", row => row.GetString(0)))
        {
            var columns = string.Join(", ", connection.Query($"SELECT name FROM pragma_table_info('{table}', 'main')", row => row.GetString(0)));
            connection.Execute($"REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM original.{table}");
        }
    }

    private static WalletCommand[] Everything()
    {
        var (one, two, three, empty) = (Id(1), Id(2), Id(3), Id(4));
        return
        [
            new OpenWallet(one, "one", Currency.FromIso("USD")),
            new OpenWallet(two, "two", Currency.FromIso("USD"), "savings"),
            new OpenWallet(three, "three", Currency.FromIso("JPY")),
            new OpenWallet(empty, "empty", Currency.FromIso("USD")),
            new Deposit(one, 100m)
            {
                RebateTerms = new("policy", "terms"),
                Reference = "order-7",
                Metadata = TransactionMetadata.From([KeyValuePair.Create("b", ""), KeyValuePair.Create("a", "\u00e9")]),
                IdempotencyKey = "key",
            },
            new PayRebate(new TransactionId(one, 1), 1m),
            new Withdraw(one, 5m),
            new Transfer(one, two, 10m) { IdempotencyKey = "both" },
            new Transfer(one, three, 10m) { Rate = 150.50m, Rounding = MidpointRounding.ToZero },
            new Transfer(one, three, 3m) { TargetAmount = 7m },
            new PlaceHold(one, 8m),
            new CaptureHold(new HoldId(one, 1), 3m) { KeepOpen = true },
            new Reverse(new TransactionId(one, 3)),
            new Reverse(new TransactionId(one, 4)),
            new Reverse(new TransactionId(one, 5)),
            new FreezeWallet(two),
        ];
    }
}
