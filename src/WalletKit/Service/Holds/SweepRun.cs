namespace WalletKit.Service.Holds;

/// <summary>
/// The progress of one sweep. The sweep ends whatever the store lists: a wallet is swept only as often as its open holds can require, and is then left alone
/// until the next sweep. A wallet whose holds cannot be recorded is left alone as well.
/// </summary>
internal sealed class SweepRun
{
    /// <summary>The number of wallets that are left alone at most. With more than these the sweep ends, because each listing must reach past them.</summary>
    internal const int MaxLeftAlone = 1_000;

    private readonly Dictionary<WalletId, (long Version, long TurnsLeft)> _swept = [];
    private readonly HashSet<WalletId> _leftAlone = [];
    private readonly List<(WalletId Id, Exception Failure)> _failed = [];

    /// <summary>The number of wallets that are left alone until the next sweep.</summary>
    public int LeftAlone => _leftAlone.Count;

    /// <summary>Whether there may be more to sweep.</summary>
    public bool GoesOn => LeftAlone <= MaxLeftAlone;

    /// <summary>The listed wallets without the wallets that are left alone.</summary>
    public List<WalletId> ToSweep(IReadOnlyList<WalletId> listed) => [.. listed.Where(wallet => !_leftAlone.Contains(wallet))];

    /// <summary>Notes the outcome for a wallet.</summary>
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
            // In a damaged store a wallet may be listed forever. Its owner's commands may change it forever as well, but that is not progress.
            _leftAlone.Add(swept.Id);
        }
        else
        {
            _swept[swept.Id] = (wallet.Version, before.TurnsLeft - 1);
        }
    }

    /// <returns>The number of wallets for which an expiry was recorded.</returns>
    /// <exception cref="WalletStoreException">For some wallets nothing could be recorded.</exception>
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

    // The wallet has one turn more than its open holds require, for holds that expire meanwhile. In a damaged store the count of open holds may be any number.
    private static long TurnsFor(Wallet wallet) => 1 + (Math.Clamp(wallet.Holds.OpenCount, 0, WalletKitOptions.LargestMaxOpenHolds) / ExpireHolds.MaxHolds);
}
