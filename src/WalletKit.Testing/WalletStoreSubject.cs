using WalletKit.Stores;

namespace WalletKit.Testing;

/// <summary>
/// A store to be tested: where it keeps its wallets, and how it is made. Each check gets a new one, which is empty.
/// </summary>
public abstract class WalletStoreSubject : IAsyncDisposable
{
    /// <summary>Gets whether what is kept outlives a store: a second one, made after the first was disposed of, finds all of it.</summary>
    public abstract bool IsDurable { get; }

    /// <summary>Why nothing can be tested here, such as a server that is missing, and what to do about it; null where it can.</summary>
    public virtual string? SkipReason => null;

    /// <summary>
    /// Makes a store on the place that this subject stands for, not opened yet. It is called again only where <see cref="IsDurable"/>
    /// says so, after the store before was disposed of.
    /// </summary>
    /// <param name="timeProvider">Where the store takes the time from.</param>
    public abstract IWalletStore CreateStore(TimeProvider timeProvider);

    /// <summary>Clears the place away, after the last store was disposed of.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
