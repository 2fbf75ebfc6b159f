using WalletKit.Commands;

namespace WalletKit.Storage;

/// <summary>
/// Where wallets are kept. A store loads what a command reads, asks <see cref="Rules.WalletRules"/>, and writes the changes in
/// one transaction; it is right under any concurrency by itself, with no lock of its callers' needed.
/// </summary>
/// <remarks>
/// Every method opens the store if nobody has yet. What a store cannot do is a <see cref="WalletStoreException"/>.
/// </remarks>
public interface IWalletStore : IAsyncDisposable
{
    /// <summary>The rebates that deposits earned.</summary>
    IRebateStore Rebates { get; }

    /// <summary>Opens the store: makes it if it is new, migrates it if it is older, and checks it. Opening twice does no harm.</summary>
    /// <exception cref="WalletStoreException">It cannot be opened; it was left as it was.</exception>
    ValueTask OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>Commits a batch whole or not at all. When it returns, what it says is durable.</summary>
    /// <param name="batch">The commands.</param>
    /// <param name="cancellationToken">Honored until the batch is handed to the commit, never after.</param>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its id; null where there is none.</summary>
    ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default);

    /// <summary>Finds a wallet by its owner and name; null where there is none.</summary>
    ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default);

    /// <summary>All wallets of an owner, by name in ordinal order; empty where there is none.</summary>
    ValueTask<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default);

    /// <summary>Some of a wallet's transactions; empty where there are none, or no such wallet.</summary>
    ValueTask<IReadOnlyList<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default);
}
