namespace WalletKit.Service.Holds;

/// <summary>
/// How far one sweep is. It has an end whatever the store lists: a wallet is swept only as often as its open holds can need, and is then left alone
/// until the next sweep, as is one whose holds cannot be recorded.
/// </summary>
internal sealed class SweepRun
{
    /// <summary>How many wallets are left alone at most; with more than these the sweep ends, because each listing must reach past them.</summary>
    internal const int MaxLeftAlone = 1_000;

    private readonly Dictionary<WalletId, (long Version, long TurnsLeft)> _swept = [];
    private readonly HashSet<WalletId> _leftAlone = [];
    private readonly List<(WalletId Id, Exception Failure)> _failed = [];

    /// <summary>How many wallets are left alone until the next sweep.</summary>
    public int LeftAlone => _leftAlone.Count;

    /// <summary>Whether there may be more to sweep.</summary>
    public bool GoesOn => LeftAlone <= MaxLeftAlone;

    /// <summary>Those of the listed wallets that are not left alone.</summary>
    public List<WalletId> ToSweep(IReadOnlyList<WalletId> listed) => [.. listed.Where(wallet => !_leftAlone.Contains(wallet))];

    /// <summary>Notes what became of a wallet.</summary>
    public void Note(SweptWallet swept)
    {
        if (swept.Failure is { } failure)
        {
            Fail(swept.Id, failure);
            return;
        }

        var wallet = swept.Wallet!;
        if (!_swept.TryGetValue(swept.Id, out var before))
        {
            _swept[swept.Id] = (wallet.Version, TurnsFor(wallet));
        }
        else if (wallet.Version == before.Version)
        {
            Fail(swept.Id, new WalletStoreException(StoreFailure.Corrupt, $"wallet {swept.Id} is listed as having holds that have expired, and has none."));
        }
        else if (before.TurnsLeft == 0)
        {
            // In a damaged store a wallet may be listed for ever. That it also changes for ever, by its owner's traffic, is no progress.
            _leftAlone.Add(swept.Id);
        }
        else
        {
            _swept[swept.Id] = (wallet.Version, before.TurnsLeft - 1);
        }
    }

    /// <returns>For how many wallets something was recorded.</returns>
    /// <exception cref="WalletStoreException">Of some wallets nothing could be recorded.</exception>
    public long End() => _failed.Count == 0
        ? _swept.Count
        : throw new WalletStoreException(
            StoreFailure.Corrupt,
            $"the expired holds of {_failed.Count} wallets could not be recorded, the first of them {_failed[0].Id}: {_failed[0].Failure.Message}",
            _failed[0].Failure);

    private void Fail(WalletId walletId, Exception failure)
    {
        _leftAlone.Add(walletId);
        _swept.Remove(walletId);
        _failed.Add((walletId, failure));
    }

    // One more than its open holds need, for what expires meanwhile. In a damaged store the wallet may have any number of them.
    private static long TurnsFor(Wallet wallet) => 1 + (Math.Clamp(wallet.Holds.OpenCount, 0, WalletKitOptions.LargestMaxOpenHolds) / ExpireHolds.MaxHolds);
}
