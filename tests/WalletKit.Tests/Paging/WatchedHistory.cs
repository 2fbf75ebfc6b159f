using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Paging;

/// <summary>A store that notes which stretches of a history it was asked for.</summary>
internal sealed class WatchedHistory(IWalletStore next) : ForwardingWalletStore(next)
{
    public IWalletStore Sound => Target;

    public List<HistoryRange> Asked { get; } = [];

    /// <summary>Called before each page is read.</summary>
    public Action BeforeRead { get; set; } = static () => { };

    /// <summary>Whether a read goes on after it was canceled. A read that has begun may do so.</summary>
    public bool IgnoresCancellation { get; set; }

    public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
        base.FindWalletAsync(walletId, IgnoresCancellation ? CancellationToken.None : cancellationToken);

    public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default)
    {
        BeforeRead();
        Asked.Add(range);
        return base.ListTransactionsAsync(range, IgnoresCancellation ? CancellationToken.None : cancellationToken);
    }
}
