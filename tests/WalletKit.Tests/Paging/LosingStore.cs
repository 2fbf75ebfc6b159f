using WalletKit.Storage;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Paging;

/// <summary>The ways in which a list does not continue.</summary>
public enum Loss
{
    /// <summary>The rows are gone, and the list says that there are more.</summary>
    Vanishing,

    /// <summary>The same rows come again and again.</summary>
    Repeating,

    /// <summary>The rows after the first page are gone, and the list does not say so.</summary>
    Ending,
}

/// <summary>A store whose rows disappear during a read, after a page that was still whole.</summary>
internal sealed class LosingStore(IWalletStore next, Loss loss) : ForwardingWalletStore(next)
{
    public IWalletStore Sound => Target;

    // A reader that goes past this number would read forever.
    private const int MostPages = 10_000;

    private int _pages;

    public override IRebateStore Rebates => new LosingRebates(this, base.Rebates);

    /// <summary>The number of pages that were requested.</summary>
    public int Pages => _pages;

    public override async ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) =>
        Lose(await base.ListWalletsAsync(ownerId, First(after), limit, cancellationToken));

    public override async ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) =>
        Lose(await base.ListAllWalletsAsync(First(after), limit, cancellationToken));

    public override async ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Lose(await base.ListOpenHoldsAsync(walletId, First(after), limit, cancellationToken));

    public override async ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) =>
        Lose(await base.ListEventsAsync(walletId, First(after), limit, cancellationToken));

    public override async ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
        Lose(await base.ListTransactionsAsync(loss == Loss.Repeating ? range with { After = null } : range, cancellationToken));

    public override async ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) =>
        Lose(await base.ListBackdatedAsync(loss == Loss.Repeating ? range with { After = null } : range, cancellationToken));

    private T? First<T>(T after) => loss == Loss.Repeating ? default : after;

    private Page<T> Lose<T>(Page<T> page) => (loss, Interlocked.Increment(ref _pages)) switch
    {
        (_, > MostPages) => throw new InvalidOperationException("It was read for ever."),
        (Loss.Repeating, _) or (_, 1) => new Page<T>(page, hasMore: true),
        (Loss.Vanishing, _) => new Page<T>([], hasMore: true),
        _ => Page.Empty<T>(),
    };

    private sealed class LosingRebates(LosingStore store, IRebateStore next) : ForwardingRebateStore(next)
    {
        public override async ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default) =>
            store.Lose(await base.ListAsync(status, store.First(after), limit, cancellationToken));
    }
}
