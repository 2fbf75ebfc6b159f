using System.Runtime.CompilerServices;
using WalletKit.Auditing;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Auditing;

/// <summary>Faults that the tables of a file cannot hold, because each row takes its currency from its wallet, and the newest entry is the wallet. Another store may keep both.</summary>
public sealed class BentBooksTests
{
    internal static readonly IReadOnlyList<AuditFindingKind> Kinds = [AuditFindingKind.CurrencyWrong, AuditFindingKind.VersionWrong];

    private static readonly Currency s_other = Currency.FromIso("JPY");

    [Fact]
    public async Task Another_currency_than_the_wallets_is_found_and_named()
    {
        await using var books = new AuditedBooks(TestWallets.InMemory);
        await books.TellAsync();
        await using var bent = new BentStore(books.Wallets.Store, books["main"]);

        var report = await new WalletAudit(bent).AuditAsync(cancellationToken: Token);

        Assert.Contains(report.Findings, finding => finding is { Kind: AuditFindingKind.CurrencyWrong, Version: 4, HoldNumber: null } && finding.WalletId == books["main"]);
        Assert.Contains(report.Findings, finding => finding is { Kind: AuditFindingKind.CurrencyWrong, Version: null, HoldNumber: 2 } && finding.WalletId == books["main"]);
        Assert.Equal(2, report.FindingCount);
    }

    [Fact]
    public async Task A_wallet_that_is_ahead_of_its_journal_is_found_and_named()
    {
        await using var books = new AuditedBooks(TestWallets.InMemory);
        await books.TellAsync();
        await using var ahead = new AheadStore(books.Wallets.Store, books["main"]);

        var report = await new WalletAudit(ahead).AuditAsync(cancellationToken: Token);

        var finding = Assert.Single(report.Findings);
        Assert.Equal((AuditFindingKind.VersionWrong, books["main"], null), (finding.Kind, finding.WalletId!.Value, finding.Version));
    }

    private sealed class AheadStore(IWalletStore next, WalletId ahead) : ForwardingWalletStore(next)
    {
        public override IBookStore Books => new AheadBooks(base.Books, ahead);
    }

    private sealed class AheadBooks(IBookStore next, WalletId ahead) : ForwardingBookStore(next)
    {
        public override async ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default)
        {
            var state = await base.ReadStateAsync(walletId, visitHold, cancellationToken);
            return walletId == ahead ? state! with { Wallet = state.Wallet! with { Version = state.Wallet.Version + 1 } } : state;
        }
    }

    private sealed class BentStore(IWalletStore next, WalletId bent) : ForwardingWalletStore(next)
    {
        public override IBookStore Books => new BentBooks(base.Books, bent);
    }

    private sealed class BentBooks(IBookStore next, WalletId bent) : ForwardingBookStore(next)
    {
        public override ValueTask<BookState?> ReadStateAsync(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold, CancellationToken cancellationToken = default) =>
            base.ReadStateAsync(
                walletId,
                (wallet, row) => visitHold(wallet, walletId == bent && row.Number == 2 ? row with { Value = row.Value! with { Currency = s_other } } : row),
                cancellationToken);

        public override async IAsyncEnumerable<BookEntry> StreamEntriesAsync(WalletId walletId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var entry in base.StreamEntriesAsync(walletId, cancellationToken))
            {
                yield return walletId == bent && entry.Transaction is { Sequence: 3 } third ? entry with { Entry = entry.Entry! with { Transaction = third with { Currency = s_other } } } : entry;
            }
        }
    }
}
