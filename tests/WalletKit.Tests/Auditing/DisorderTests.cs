using Microsoft.Data.Sqlite;
using WalletKit.Auditing;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Auditing;

/// <summary>A reader that reads page by page, each page from the end of the last one, comes to an end even where the order is broken.</summary>
public sealed class DisorderTests : IDisposable
{
    private readonly CancellationTokenSource _guard = CancellationTokenSource.CreateLinkedTokenSource(Token);

    public DisorderTests() => _guard.CancelAfter(TimeSpan.FromSeconds(60));

    // Ends a read that goes round in circles, which then has failed.
    private CancellationToken Guard => _guard.Token;

    public void Dispose() => _guard.Dispose();

    [Fact]
    public async Task A_bit_turned_in_the_index_of_the_ids_is_found_and_the_other_wallets_are_audited()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        using var directory = new TemporaryDirectory();
        var path = directory.File("damaged.db");
        await books.DamageAsync($"VACUUM INTO '{path}'");
        await TurnLastIdAsync(path);
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, books.Wallets.Time);

        var report = await new WalletAudit(store).AuditAsync(cancellationToken: Guard);

        Assert.Equal(7, report.Wallets);
        Assert.Contains(report.Findings, finding => finding.Kind == AuditFindingKind.StoreDamaged && finding.Message.Contains("not listed in order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_begins_again_and_again_is_found_by_the_audit()
    {
        await using var store = new CircularStore(await OpenManyAsync(1_001));

        var report = await new WalletAudit(store).AuditAsync(cancellationToken: Guard);

        Assert.InRange(report.Wallets, 1_000, 2_000);
        Assert.Contains(report.Findings, finding => finding.Kind == AuditFindingKind.StoreDamaged && finding.Message.Contains("does not go on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_never_ends_is_found_by_a_verification_and_the_wallets_of_the_manifest_are_looked_up()
    {
        await using var sound = await OpenManyAsync(600);
        using var manifest = new MemoryStream();
        var digest = await new WalletDigests(sound, TimeProvider.System).WriteAsync(manifest, Guard);
        manifest.Position = 0;

        var report = await new WalletDigests(new CircularStore(sound), TimeProvider.System).VerifyAsync(manifest, digest.Head, cancellationToken: Guard);

        Assert.Equal((DigestFindingKind.WalletUnreadable, null), Assert.Single(report.Findings) is var finding ? (finding.Kind, finding.WalletId) : default);
        Assert.Equal(600, report.Wallets);
    }

    [Fact]
    public async Task No_manifest_is_written_of_a_list_that_begins_again_and_again()
    {
        await using var store = new CircularStore(await OpenManyAsync(1_001));

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => new WalletDigests(store, TimeProvider.System).WriteAsync(Stream.Null, Guard));

        Assert.Equal(StoreFailure.Corrupt, refusal.Failure);
    }

    [Fact]
    public async Task A_list_of_rebates_that_leads_back_is_refused_by_name()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("damaged.db");
        await using (var wallets = new TestWallets(TestWallets.Sqlite))
        {
            await wallets.OpenWithAsync(1m);
            var walletId = (await wallets.Wallets.OpenAsync("user-2", "USD", cancellationToken: Guard)).Wallet.Id;
            for (var i = 0; i < 4; i++)
            {
                await wallets.Wallets.DepositAsync(walletId, 100m, cancellationToken: Guard);
            }

            await using var connection = new SqliteConnection($"Data Source={((SqliteWalletStore)wallets.Store.Inner).Path};Pooling=False");
            await connection.OpenAsync(Guard);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own path.
            command.CommandText = $"VACUUM INTO '{path}'";
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(Guard);
        }

        // The second wallet's fourth deposit has the version 2 in its row, while the index still lists it with version 5.
        // In its row, the version and the eight bytes of its time stand before the sequence, 10,000 and 40,000: the type 1 takes no byte.
        var file = await File.ReadAllBytesAsync(path, Guard);
        var place = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[4, 0x27, 0x10, 0x00, 0x9C, 0x40]) - 9;
        Assert.Equal(5, file[place]);
        file[place] = 2;
        await File.WriteAllBytesAsync(path, file, Guard);
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await store.Rebates.ListAsync(RebateStatus.Pending, null, 10, Guard));

        Assert.Equal(StoreFailure.Corrupt, refusal.Failure);
    }

    private async Task<IWalletStore> OpenManyAsync(int count)
    {
        var store = new InMemoryWalletStore(TimeProvider.System);
        await store.CommitAsync(new CommandBatch([.. Enumerable.Range(0, count).Select(i => new OpenWallet(new WalletId(Guid.CreateVersion7()), $"owner {i}", Currency.FromIso("USD")))]), Guard);
        return store;
    }

    // The last entry of the index over the ids becomes the lowest.
    private async Task TurnLastIdAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Guard);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT (rootpage - 1) * 4096 FROM sqlite_schema WHERE name = 'sqlite_autoindex_walletkit_wallets_1'), max(public_id) FROM walletkit_wallets";
        await using var row = await command.ExecuteReaderAsync(Guard);
        Assert.True(await row.ReadAsync(Guard));
        var (page, id) = ((int)row.GetInt64(0), row.GetFieldValue<byte[]>(1));
        await connection.CloseAsync();
        var file = await File.ReadAllBytesAsync(path, Guard);
        file[page + file.AsSpan(page, 4_096).IndexOf(id)] = 0;
        await File.WriteAllBytesAsync(path, file, Guard);
    }

    // The list begins with the first wallet whatever the place from which it should continue.
    private sealed class CircularStore(IWalletStore next) : ForwardingWalletStore(next)
    {
        public override IBookStore Books => new CircularBooks(base.Books);

        public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return base.ListAllWalletsAsync(null, limit, cancellationToken);
        }
    }

    private sealed class CircularBooks(IBookStore next) : ForwardingBookStore(next)
    {
        public override ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
            base.ListWalletIdsAsync(null, limit, cancellationToken);
    }
}
