using WalletKit.Rules;

namespace WalletKit.Storage.InMemory;

// What callers read.
public sealed partial class InMemoryWalletStore
{
    /// <inheritdoc/>
    public ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(walletId)?.Wallet);
    }

    /// <inheritdoc/>
    public ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        WaitForPublishing();
        return new(((IStateSource)this).FindWallet(ownerId, name));
    }

    /// <inheritdoc/>
    public ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        lock (_publishing)
        {
            return new(NewPage(limit).Take(_owners.List(ownerId, after, OneMore(limit)).Select(walletId => _entries[walletId].Wallet!)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        lock (_publishing)
        {
            return new(NewPage(limit).Take(_ids.List(after, OneMore(limit)).Select(walletId => _entries[walletId].Wallet!)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Page<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(range.WalletId)?.Read(range) ?? Page.Empty<WalletTransaction>());
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        using var lease = await _locks.AcquireAsync([.. walletIds], cancellationToken).ConfigureAwait(false);
        return [.. walletIds.Select(walletId => _entries.GetValueOrDefault(walletId)?.Wallet).OfType<Wallet>()];
    }

    /// <inheritdoc/>
    public ValueTask<WalletBalance?> ReadBalanceAsync(WalletId walletId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        var standing = EntryOf(walletId)?.Wallet;
        return standing is { Holds.NextExpiry: not null }
            ? ReadUnderLockAsync(walletId, BalanceOf, cancellationToken)
            : new(standing is null ? null : WalletBalance.Of(standing, 0));

        static WalletBalance? BalanceOf(WalletEntry entry, DateTimeOffset now) =>
            WalletBalance.Of(entry.Wallet!, entry.FindExpiring(now, int.MaxValue).Sum(hold => hold.RemainingMinorUnits));
    }

    /// <inheritdoc/>
    public ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(transactionId.WalletId)?.FindTransaction(transactionId.Sequence));
    }

    /// <inheritdoc/>
    public ValueTask<WalletTransaction?> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(EntryOf(walletId)?.FindTransaction(time));
    }

    /// <inheritdoc/>
    public ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return ReadUnderLockAsync(holdId.WalletId, (entry, now) => entry.FindHold(holdId.Number)?.AsOf(now), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return await ReadUnderLockAsync(walletId, (entry, now) => entry.ListOpenHolds(now, after, limit), cancellationToken).ConfigureAwait(false) ?? Page.Empty<Hold>();
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        var now = _timeProvider.GetUtcNow();
        return new(
        [
            .. _entries.Values
                .Select(entry => entry.Wallet)
                .OfType<Wallet>()
                .Where(wallet => wallet.Holds.NextExpiry <= now)
                .OrderBy(wallet => wallet.Holds.NextExpiry)
                .Take(limit)
                .Select(wallet => wallet.Id),
        ]);
    }

    /// <inheritdoc/>
    public async ValueTask<Page<WalletEvent>> ReadEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return await ReadUnderLockAsync(walletId, (entry, _) => entry.ReadEvents(after, limit), cancellationToken).ConfigureAwait(false) ?? Page.Empty<WalletEvent>();
    }

    private static PageBuilder<Wallet> NewPage(int limit) => new(limit, PageText.SizeOf);

    // One row more says whether the list goes on.
    private static int OneMore(int limit) => limit == int.MaxValue ? limit : limit + 1;

    // Whoever has seen one wallet of a commit must not see another one as it was before: that is so only while the wallets are published, and
    // then is waited for.
    private WalletEntry? EntryOf(WalletId walletId)
    {
        WaitForPublishing();
        return _entries.GetValueOrDefault(walletId);
    }

    private void WaitForPublishing()
    {
        if (_isPublishing)
        {
            lock (_publishing)
            {
                // Entered once the wallets are published.
            }
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
        return entry.Wallet is { } wallet ? read(entry, Time.NotBefore(wallet.UpdatedAt, _timeProvider.GetUtcNow())) : null;
    }
}
