using WalletKit.Model;

namespace WalletKit.Stores;

/// <summary>A place among a wallet's back-dated transactions: they are ordered by value date, and under one value date by version.</summary>
/// <param name="EffectiveAt">The value date; only its whole microseconds count.</param>
/// <param name="Version">The version of the transaction, whether or not there is such a transaction.</param>
public readonly record struct BackdatedPlace(DateTimeOffset EffectiveAt, long Version)
{
    /// <summary>Gets the numbers whose order is the order of the places.</summary>
    internal (long Microseconds, long Version) Key => (Timestamp.Of(EffectiveAt).Microseconds, Version);
}
