using WalletKit.Rules;
using WalletKit.Storage.InMemory;
using WalletKit.Stores;

namespace WalletKit;

// The reads of callers.
public sealed partial class InMemoryWalletStore
{
    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(walletId)?.AsOf(_timeProvider.GetUtcNow()));
    }

    /// <inheritdoc/>
    public override ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        WaitForPublishing();
        return new(_owners.Find(ownerId, name) is { } walletId ? _entries[walletId].AsOf(_timeProvider.GetUtcNow()) : null);
    }

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        var now = _timeProvider.GetUtcNow();
        using var all = _publishing.EnterAll();
        return new(NewPage(limit).Take(_owners.List(ownerId, after, OneMore(limit)).Select(walletId => _entries[walletId].AsOf(now)!)));
    }

    /// <inheritdoc/>
    public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        var now = _timeProvider.GetUtcNow();
        using var all = _publishing.EnterAll();
        return new(NewPage(limit).Take(_ids.List(after, OneMore(limit)).Select(walletId => _entries[walletId].AsOf(now)!)));
    }

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(range.WalletId)?.Read(range) ?? Page.Empty<WalletTransaction>());
    }

    /// <inheritdoc/>
    public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(range.WalletId)?.ReadBackdated(range) ?? Page.Empty<WalletTransaction>());
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<TimeCorrection>> ListTimeCorrectionsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(walletId)?.ListCorrections(after, limit) ?? []);
    }

    /// <inheritdoc/>
    public override ValueTask<BackdatedSum> SumBackdatedAsync(
        WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(walletId)?.SumBackdated(time, afterVersion, throughVersion) ?? default);
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        using var lease = await _locks.AcquireAsync([.. walletIds], cancellationToken).ConfigureAwait(false);
        var now = _timeProvider.GetUtcNow();
        return [.. walletIds.Select(walletId => _entries.GetValueOrDefault(walletId)?.AsOf(now)).OfType<Wallet>()];
    }

    /// <inheritdoc/>
    public override ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(transactionId.WalletId)?.FindTransaction(transactionId.Version));
    }

    /// <inheritdoc/>
    public override async ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        if (EntryOf(walletId) is null)
        {
            return default;
        }

        // A commit takes its time under the wallet's lock, so all that took an earlier one are done by now.
        using var lease = await _locks.AcquireAsync(walletId, cancellationToken).ConfigureAwait(false);
        var isPast = TransactionAsOf.IsPast(time, _clock.GetUtcNow());
        return new(EntryOf(walletId)!.FindTransaction(time), isPast);
    }

    /// <inheritdoc/>
    public override async ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        var report = _clock.Report();
        var (count, some) = await _ahead.LookAsync(_timeProvider.GetUtcNow() + _clock.MaxJump, ReadPageAsync).ConfigureAwait(false);
        return report with { WalletsAhead = count, SomeWalletsAhead = some };

        async ValueTask<IReadOnlyList<(WalletId Id, DateTimeOffset UpdatedAt)>> ReadPageAsync(WalletId? after, int limit, DateTimeOffset than) =>
            [.. (await ListAllWalletsAsync(after, limit, cancellationToken).ConfigureAwait(false)).Select(wallet => (wallet.Id, wallet.UpdatedAt))];
    }

    /// <inheritdoc/>
    public override ValueTask<StoreTotals?> ReadTotalsAsync(string? place, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        using var all = _publishing.EnterAll();
        return new(_totals.Read(place));
    }

    /// <inheritdoc/>
    public override ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return ReadUnderLockAsync(holdId.WalletId, (entry, now) => entry.FindHold(holdId.Number)?.AsOf(now, entry.Wallet!.Holds.EndedThrough), cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return await ReadUnderLockAsync(walletId, (entry, now) => entry.ListOpenHolds(now, after, limit), cancellationToken).ConfigureAwait(false) ?? Page.Empty<Hold>();
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        var now = _timeProvider.GetUtcNow();
        return new(
        [
            .. _entries.Values
                .Select(entry => entry.Wallet)
                .OfType<Wallet>()
                .Where(wallet => wallet.Holds.NextExpiry <= now || wallet.Holds.EndedThrough is not null)
                .OrderBy(wallet => Earlier(wallet.Holds.EndedThrough?.Time, wallet.Holds.NextExpiry))
                .Take(limit)
                .Select(wallet => wallet.Id),
        ]);
    }

    /// <inheritdoc/>
    public override async ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return await ReadUnderLockAsync(walletId, (entry, _) => entry.ReadEvents(after, limit), cancellationToken).ConfigureAwait(false) ?? Page.Empty<WalletEvent>();
    }

    private static PageBuilder<Wallet> NewPage(int limit) => new(limit, PageText.SizeOf);

    // One row more says whether the list goes on.
    private static int OneMore(int limit) => limit == int.MaxValue ? limit : limit + 1;

    // A caller that has seen one wallet of a commit must not see another wallet of it in its earlier state. It could see that only while a commit
    // publishes its wallets, so a read waits for the end of that.
    private WalletEntry? EntryOf(WalletId walletId)
    {
        WaitForPublishing();
        return _entries.GetValueOrDefault(walletId);
    }

    private void WaitForPublishing()
    {
        if (_isPublishing)
        {
            // All gates are had once the wallets are published.
            _publishing.EnterAll().Dispose();
        }
    }

    private async ValueTask<T?> ReadUnderLockAsync<T>(WalletId walletId, Func<WalletEntry, DateTimeOffset, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (!_entries.TryGetValue(walletId, out var entry))
        {
            return null;
        }

        using var lease = await _locks.AcquireAsync(walletId, cancellationToken).ConfigureAwait(false);
        return entry.Wallet is null ? null : read(entry, _timeProvider.GetUtcNow());
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
