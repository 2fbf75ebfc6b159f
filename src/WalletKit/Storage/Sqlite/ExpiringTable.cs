using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// The table <c>expiring_wallets</c>, on the write connection: the wallets that have holds whose expiry is to be recorded, and since when. Only a change of
/// the wallet's expiries writes it.
/// </summary>
internal sealed class ExpiringTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _put = new(
        connection,
        "INSERT INTO walletkit_expiring_wallets (wallet_id, since) VALUES (:walletRow, :time) ON CONFLICT (wallet_id) DO UPDATE SET since = excluded.since");

    private readonly Statement _remove = new(connection, "DELETE FROM walletkit_expiring_wallets WHERE wallet_id = :walletRow");

    public void Change(long walletRowId, HoldTotals before, HoldTotals after)
    {
        var since = ExpiringWallets.Since(after);
        if (since == ExpiringWallets.Since(before))
        {
            return;
        }

        if (since is { } time)
        {
            _put.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Time, time).Execute();
        }
        else
        {
            _remove.Bind(Parameter.WalletRow, walletRowId).Execute();
        }
    }

    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
    }
}
