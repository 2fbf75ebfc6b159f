namespace WalletKit;

/// <content>Holds.</content>
public partial interface IWalletService
{
    /// <summary>Records the expiry of holds that have expired.</summary>
    /// <remarks>An expired hold holds nothing, recorded or not. The hosted service records expiries by itself.</remarks>
    /// <returns>The number of wallets for which an expiry was recorded.</returns>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work, or not for some wallets; then the holds of all others are recorded.</exception>
    Task<long> ExpireHoldsAsync(CancellationToken cancellationToken = default);
}
