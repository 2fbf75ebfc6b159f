using WalletKit.Stores;

namespace WalletKit.Service.Reading;

/// <summary>
/// The times at which the transactions of a wallet count as recorded: their own, or that of a later time correction, where it is earlier. These times do not run
/// backwards.
/// </summary>
internal sealed class CountedTimes
{
    private const int PageSize = 1_000;

    // In the order of versions, each with the earliest time from it on.
    private readonly TimeCorrection[] _corrections;

    private CountedTimes(TimeCorrection[] corrections)
    {
        for (var i = corrections.Length - 2; i >= 0; i--)
        {
            corrections[i] = corrections[i] with { Time = corrections[i].Time < corrections[i + 1].Time ? corrections[i].Time : corrections[i + 1].Time };
        }

        _corrections = corrections;
    }

    /// <summary>Whether the transactions have their own times, because the wallet was never corrected.</summary>
    public bool AreOwn => _corrections.Length == 0;

    /// <summary>Reads the corrections of a wallet up to a version. Only operators make them, so there are few.</summary>
    public static async ValueTask<CountedTimes> ReadAsync(IWalletStore store, WalletId walletId, long through, CancellationToken cancellationToken)
    {
        List<TimeCorrection> corrections = [];
        IReadOnlyList<TimeCorrection> page;
        do
        {
            page = await store.ListTimeCorrectionsAsync(walletId, corrections is [.., var last] ? last.Version : 0, PageSize, cancellationToken).ConfigureAwait(false);
            corrections.AddRange(page.Where(correction => correction.Version <= through));
        }
        while (page.Count == PageSize && page[^1].Version < through);
        return new([.. corrections]);
    }

    /// <summary>Returns the place of a transaction in the order of effective times.</summary>
    public BackdatedPlace PlaceOf(WalletTransaction transaction) => new(transaction.EffectiveAt ?? TimeOf(transaction), transaction.Version);

    private DateTimeOffset TimeOf(WalletTransaction transaction)
    {
        var next = Array.FindIndex(_corrections, correction => correction.Version > transaction.Version);
        return next >= 0 && _corrections[next].Time < transaction.CreatedAt ? _corrections[next].Time : transaction.CreatedAt;
    }
}
