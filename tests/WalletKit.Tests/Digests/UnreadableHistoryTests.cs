using System.Runtime.CompilerServices;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Digests;

public sealed class UnreadableHistoryTests
{
    private const string FromEmpty = "wallet_id = (SELECT id FROM walletkit_wallets WHERE owner_id = 'empty')";

    [Fact]
    public async Task Each_entry_that_cannot_be_read_is_a_finding_and_the_rest_is_verified()
    {
        await using var ledger = await Ledger.CreateAsync();
        await ledger.CommitAsync([.. Enumerable.Range(0, 300).Select(_ => new Deposit(ledger.Empty, 1m))]);
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper($"UPDATE walletkit_journal SET type = 77 WHERE {FromEmpty} AND version <= 300; UPDATE walletkit_journal SET sequence = sequence + 1 WHERE wallet_id = 2 AND version = 3");

        var report = await ledger.VerifyAsync(manifest, digest.Head);
        Assert.Equal(Enumerable.Range(1, 300), report.Findings.Where(finding => finding.WalletId == ledger.Empty).Select(finding => (int)finding.Version!));
        Assert.All(report.Findings.Where(finding => finding.WalletId == ledger.Empty), finding => Assert.Equal(DigestFindingKind.EntryUnreadable, finding.Kind));
        Assert.Contains(report.Findings, finding => finding.Kind == DigestFindingKind.EntryChanged && finding.WalletId == ledger.Two);
    }

    [Fact]
    public async Task Entries_that_cannot_be_read_here_and_there_are_each_passed_by()
    {
        await using var ledger = await Ledger.CreateAsync();
        await ledger.CommitAsync([.. Enumerable.Range(0, 300).Select(_ => new Deposit(ledger.Empty, 1m))]);
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper($"UPDATE walletkit_journal SET type = 77 WHERE {FromEmpty} AND version % 2 = 0");

        var report = await ledger.VerifyAsync(manifest, digest.Head);
        Assert.Equal(Enumerable.Range(1, 150).Select(i => i * 2), report.Findings.Select(finding => (int)finding.Version!));
    }

    [Fact]
    public async Task An_entry_that_stands_out_of_reach_is_not_walked_to_one_by_one()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(TimeSpan.FromSeconds(60));

        ledger.Tamper("UPDATE walletkit_journal SET version = 1152921504606846976 WHERE wallet_id = 1 AND version = 10");

        using var stream = new MemoryStream(manifest);
        var report = await ledger.Digests.VerifyAsync(stream, digest.Head, cancellationToken: guard.Token);
        Assert.Contains(report.Findings, finding => finding is { Kind: DigestFindingKind.EntryMissing, Version: 10 } && finding.WalletId == ledger.One);
    }

    [Fact]
    public async Task A_wallet_that_cannot_be_read_again_is_a_finding_and_the_others_are_verified()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        var before = await ledger.Store.ListAllWalletsAsync(null, 100, Token);
        await ledger.CommitAsync(new Deposit(ledger.One, 1m));
        using var stream = new MemoryStream(manifest);

        var report = await new WalletDigests(new LosingStore(ledger.Store, before), TimeProvider.System).VerifyAsync(stream, digest.Head, cancellationToken: Token);

        var finding = Assert.Single(report.Findings);
        Assert.Equal((DigestFindingKind.WalletUnreadable, ledger.One), (finding.Kind, finding.WalletId!.Value));
        Assert.Equal(4, report.Wallets);
    }

    [Fact]
    public async Task An_entry_that_comes_again_is_passed_by()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(TimeSpan.FromSeconds(60));
        using var stream = new MemoryStream(manifest);

        var report = await new WalletDigests(new RepeatingStore(ledger.Store), TimeProvider.System).VerifyAsync(stream, digest.Head, cancellationToken: guard.Token);

        Assert.Contains(report.Findings, finding => finding is { Kind: DigestFindingKind.EntryUnexpected, Version: 4 } && finding.WalletId == ledger.One);
        Assert.Contains(report.Findings, finding => finding is { Kind: DigestFindingKind.EntryMissing, Version: 5 } && finding.WalletId == ledger.One);
    }

    // The wallets were listed before they went on, and cannot be read again.
    private sealed class LosingStore(IWalletStore next, Page<Wallet> wallets) : ForwardingWalletStore(next)
    {
        public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) => new(wallets);

        public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
            throw new WalletStoreException(StoreFailure.Corrupt, "the wallet's row is damaged.");
    }

    // The fourth entry comes again in the place of the fifth.
    private sealed class RepeatingStore(IWalletStore next) : ForwardingWalletStore(next), IBookStore
    {
        public override IBookStore Books => this;

        public ValueTask<IReadOnlyList<WalletId>> ListWalletIdsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
            Target.Books.ListWalletIdsAsync(after, limit, cancellationToken);

        public ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) =>
            Target.Books.ReadStateAsync(walletId, visitHold, cancellationToken);

        public ValueTask<IBookStore> ReadAheadAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) => new(this);

        public ValueTask<WalletSecrets?> FindSecretsAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
            Target.Books.FindSecretsAsync(walletId, cancellationToken);

        public IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
            Target.Books.StreamEntriesAsync(walletId, cancellationToken);

        public async IAsyncEnumerable<BookRow<JournalEntry>> StreamJournalAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            BookRow<JournalEntry>? fourth = null;
            await foreach (var row in Target.Books.StreamJournalAsync(walletId, cancellationToken))
            {
                fourth = row.Number == 4 ? row : fourth;
                yield return row.Number == 5 ? fourth!.Value : row;
            }
        }

        public IAsyncEnumerable<BookKey> StreamKeysAsync(WalletId walletId, CancellationToken cancellationToken = default) => Target.Books.StreamKeysAsync(walletId, cancellationToken);

        public ValueTask<IReadOnlyList<AuditFinding>> CheckAsync(int limit, CancellationToken cancellationToken = default) => Target.Books.CheckAsync(limit, cancellationToken);
    }
}
