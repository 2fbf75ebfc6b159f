using WalletKit.PostgreSql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit;

// This part decides what depends on which commits have taken their time, and on which clock they took it from.
public sealed partial class PostgreSqlWalletStore
{
    private static readonly ColumnList s_ahead = new();
    private static readonly Column s_aheadId = s_ahead.Add("id");
    private static readonly Column s_aheadTime = s_ahead.Add("coalesce(recorded_at, to_timestamp(0))");

    private readonly AheadProbe _ahead = new();

    /// <inheritdoc/>
    public override async ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        var (sql, parameters) = HistoryQuery.CreateAsOf(_schema, walletId, time, _clock.ParameterNow());
        if (await reader.FindAsync(sql, AsOfRow.Read, cancellationToken, parameters).ConfigureAwait(false) is not { } found)
        {
            return default;
        }

        // Time never runs backwards within a wallet, unless the wallet is ahead of the clock and an operator corrects its time.
        return found.UpdatedAt > time && found.UpdatedAt <= found.Now ? new(found.Transaction, IsFinal: true)
            : time > found.Now || !found.CanLock ? new(found.Transaction, IsFinal: false)
            : await FindUnderLockAsync(reader, walletId, time, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<ClockReport> CheckClockAsync(CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        var (report, now) = _clock.IsOfServer ? await AskServerAsync(reader, cancellationToken).ConfigureAwait(false) : (_clock.Guard.Report(), _clock.HostNow);
        var (count, some) = await _ahead.LookAsync(
            now + _clock.Guard.MaxJump,
            async (after, limit, than) => await reader.ListAsync(
                $"""
                WITH page AS (
                    SELECT w.id, j.recorded_at FROM (SELECT id FROM {Wallets} WHERE id > $1 ORDER BY id LIMIT $2) w {PostgreSqlTables.Newest(_schema)})
                SELECT {s_ahead.Names} FROM page WHERE recorded_at > $3 OR id = (SELECT id FROM page ORDER BY id DESC LIMIT 1) ORDER BY id
                """,
                static row => (PostgreSqlRows.Row(row).WalletId(s_aheadId), PostgreSqlRows.Row(row).Time(s_aheadTime)),
                cancellationToken,
                Parameter.Of(after?.Value ?? Guid.Empty),
                Parameter.Of((long)limit),
                Parameter.Of(than)).ConfigureAwait(false)).ConfigureAwait(false);
        return report with { WalletsAhead = count, SomeWalletsAhead = some };
    }

    // A commit takes its time under the lock of the wallet's row. So once this method has held the lock, all commits with an earlier time are done. A statement that begins
    // after that sees them, but the statement that waited does not.
    private async ValueTask<TransactionAsOf> FindUnderLockAsync(PostgreSqlReader reader, WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var elapsed = _clock.Guard.GetElapsedTicks();

        // A provider's time is taken before the lock is let go, because later commits take their time after that.
        var now = _clock.IsOfServer ? default : _clock.Guard.GetUtcNow();
        AsOfRow? found = null;
        await reader.SendAsync(
            batch =>
            {
                // All statements go to the server at once, so a host that stops in the middle does not keep the wallet locked.
                batch.Add("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
                batch.Add(PostgreSqlReader.ByKey, static _ => { });
                batch.Add($"SELECT {TransactionLimits.OfCall(_options)}", static _ => { });
                batch.Add($"SELECT clock_timestamp() FROM {Wallets} WHERE id = $1 FOR SHARE", row => now = _clock.IsOfServer ? PostgreSqlRows.ReadTime(row) : now, Parameter.Of(walletId));
                var (sql, parameters) = HistoryQuery.CreateAsOf(_schema, walletId, time, _clock.ParameterNow());
                batch.Add(sql, row => found = AsOfRow.Read(row), parameters);
                batch.Add("ROLLBACK");
            },
            cancellationToken).ConfigureAwait(false);
        return new(found?.Transaction, TransactionAsOf.IsPast(time, _clock.IsOfServer ? _clock.Guard.Check(now, elapsed) : now));
    }

    private async ValueTask<(ClockReport Report, DateTimeOffset Now)> AskServerAsync(PostgreSqlReader reader, CancellationToken cancellationToken)
    {
        var (elapsed, before) = (_clock.Guard.GetElapsedTicks(), _clock.HostNow);
        var server = await PostgreSqlClock.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        var host = before + ((_clock.HostNow - before) / 2);
        return (_clock.Guard.Report(server, elapsed) with { HostLead = host - server }, server);
    }
}
