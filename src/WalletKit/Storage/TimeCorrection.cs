namespace WalletKit.Stores;

/// <summary>A correction of a wallet's time. Entries before it with later times count as recorded at it.</summary>
/// <param name="Version">The version of the correction.</param>
/// <param name="Time">The time to which it brought the wallet back.</param>
public readonly record struct TimeCorrection(long Version, DateTimeOffset Time);
