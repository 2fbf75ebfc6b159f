using System.Runtime.CompilerServices;
using WalletKit.Auditing;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Auditing;

/// <summary>Faults that the tables of a file cannot hold, because each row takes its currency from its wallet. Another store may keep a currency with each row.</summary>
public sealed class BentBooksTests
{
    internal const AuditFindingKind Kind = AuditFindingKind.CurrencyWrong;

    private static readonly Currency s_other = Currency.FromIso("JPY");

    [Fact]
    public async Task Another_currency_than_the_wallets_is_found_and_named()
    {
        await using var books = new AuditedBooks(TestWallets.InMemory);
        await books.TellAsync();
        await using var bent = new BentStore(books.Wallets.Store, books["main"]);

        var report = await new WalletAudit(bent).AuditAsync(cancellationToken: Token);

        Assert.Contains(report.Findings, finding => finding is { Kind: Kind, Sequence: 3, HoldNumber: null } && finding.WalletId == books["main"]);
        Assert.Contains(report.Findings, finding => finding is { Kind: Kind, Sequence: null, HoldNumber: 2 } && finding.WalletId == books["main"]);
        Assert.Equal(2, report.FindingCount);
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
                yield return walletId == bent && entry.Sequence == 3 ? entry with { Transaction = entry.Transaction! with { Currency = s_other } } : entry;
            }
        }
    }
}
