using WalletKit.Storage.Relational;
using WalletKit.Storage.Sqlite;

namespace WalletKit;

// The reads that depend on which commits have taken their time from the clock.
public sealed partial class SqliteWalletStore
{
    private readonly AheadProbe _ahead = new();

    /// <inheritdoc/>
    public override async ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        // Asked before the snapshot is taken, which then has every commit that took its time before the writer passed.
        var now = _timeProvider.GetUtcNow();
        var hasPassed = _writer is { } writer && TransactionAsOf.IsPast(time, writer.PassedAt) && TransactionAsOf.IsPast(time, now);
        var (found, updatedAt) = await ReadAsOfAsync(walletId, time, cancellationToken).ConfigureAwait(false);

        if (updatedAt is not { } newest)
        {
            return default;
        }

        // Time never runs backwards within a wallet, unless the wallet is ahead of the clock and an operator corrects its time.
        var isFinal = hasPassed || (newest > time && newest <= now);
        if (isFinal || time > now)
        {
            return new(found, isFinal);
        }

        // A commit takes its time under the write lock, so once the lock was held, all that took an earlier time are done, in whatever process.
        var passedAt = await WriteAsync(new PassRequest(), cancellationToken).ConfigureAwait(false);
        (found, _) = await ReadAsOfAsync(walletId, time, cancellationToken).ConfigureAwait(false);
        return new(found, TransactionAsOf.IsPast(time, passedAt));
    }

    /// <inheritdoc/>
    public override async ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default)
    {
        var report = _clock.Report();
        var (count, some) = await _ahead.LookAsync(
            _timeProvider.GetUtcNow() + _clock.MaxJump,
            async (after, limit, than) => await ReadAsync(
                static (session, page) => session.ListAhead(page.after, page.limit, page.than), (after, limit, than), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return report with { WalletsAhead = count, SomeWalletsAhead = some };
    }

    private ValueTask<(WalletTransaction? Transaction, DateTimeOffset? UpdatedAt)> ReadAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken) =>
        ReadAsync(static (session, at) => session.FindTransaction(at.walletId, at.time), (walletId, time), cancellationToken);
}
