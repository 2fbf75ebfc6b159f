using Microsoft.Data.Sqlite;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>expiring_wallets</c>, on the write connection: the wallets that have holds whose expiry is to be recorded, and since when. Only a change of
/// the wallet's expiries writes it.
/// </summary>
internal sealed class ExpiringTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _put = new(connection, "INSERT INTO expiring_wallets (wallet_id, since) VALUES (?1, ?2) ON CONFLICT (wallet_id) DO UPDATE SET since = excluded.since");
    private readonly Statement _remove = new(connection, "DELETE FROM expiring_wallets WHERE wallet_id = ?1");

    public void Change(long walletRowId, HoldTotals before, HoldTotals after)
    {
        var since = Since(after);
        if (since == Since(before))
        {
            return;
        }

        if (since is { } time)
        {
            _put.Bind(1, walletRowId).Bind(2, SqliteTime.Of(time)).Execute();
        }
        else
        {
            _remove.Bind(1, walletRowId).Execute();
        }
    }

    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
    }

    // Holds that the wallet has ended wait for their record whatever the clock says, so they come before all times.
    private static DateTimeOffset? Since(HoldTotals holds) => holds.EndedThrough is null ? holds.NextExpiry : DateTimeOffset.UnixEpoch;
}
