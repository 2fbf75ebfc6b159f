using WalletKit.Stores;
using WalletKit.Testing.Model;

namespace WalletKit.Testing;

/// <summary>A store to be tested: the place of its wallets, and the way to make it.</summary>
/// <remarks>Each check gets a new subject, which is empty.</remarks>
public abstract class WalletStoreSubject : IAsyncDisposable
{
    /// <summary>Gets whether the content outlives a store.</summary>
    /// <remarks>If so, a second store, made after the first was disposed of, finds all the content of the first.</remarks>
    public abstract bool IsDurable { get; }

    /// <summary>Gets the features that the store declares. Promises about other features are not checked.</summary>
    public virtual StoreFeatures Features =>
        StoreFeatures.Rebates | StoreFeatures.Books | StoreFeatures.Erasure | StoreFeatures.Totals | StoreFeatures.KeyRetention;

    /// <summary>Gets the number of random sequences of commands whose results a plain model checks. Default: 2,000.</summary>
    /// <remarks>
    /// A suite that runs once more, for the same store in another place, may ask for fewer. The environment variable <c>WALLETKIT_SEQUENCES</c> outranks the number.
    /// </remarks>
    public virtual int ModelSequences => new ModelOptions().Sequences;

    /// <summary>Gets the reason for which no test can run here; null where tests can run.</summary>
    /// <remarks>The reason, a missing server for example, should include the remedy.</remarks>
    public virtual string? SkipReason => null;

    /// <summary>Makes a store on the place of this subject, not opened yet.</summary>
    /// <remarks>
    /// It is called again only where <see cref="IsDurable"/> is true, after the previous store was disposed of.
    /// </remarks>
    /// <param name="timeProvider">The clock of the store.</param>
    public abstract IWalletStore CreateStore(TimeProvider timeProvider);

    /// <summary>Clears the place away, after the last store was disposed of.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
