using Microsoft.EntityFrameworkCore;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>
/// The rows for queries on SQLite: the views, which are made for a person at a shell and name wallets by row ids, with the public ids and the exact times.
/// </summary>
internal static class SqliteRows
{
    private const string Balances =
        """
        SELECT w.public_id AS wallet_id, b.owner_id, b.name, b.erased, b.currency, b.exponent, b.status, b.balance, b.credit_limit, b.held, b.available, b.version, j.recorded_at
        FROM walletkit_balances b JOIN walletkit_wallets w ON w.id = b.wallet_id JOIN walletkit_journal j ON j.wallet_id = b.wallet_id AND j.version = b.version
        """;

    private const string History =
        """
        SELECT w.public_id AS wallet_id, h.owner_id, h.name, h.version, h.sequence, h.type, h.amount, h.balance, h.currency, h.exponent, j.recorded_at, j.effective_at,
            h.account, h.actor, h.reference, h.metadata, h.reason, h.erased, h.rebate_of, h.reversal_of, h.hold, h.hold_remaining,
            c.public_id AS counterpart_wallet_id, h.counterpart_version, h.counterpart_amount, CASE WHEN h.counterpart_amount IS NOT NULL THEN h.counterpart_currency END AS counterpart_currency
        FROM walletkit_history h JOIN walletkit_journal j ON j.id = h.id JOIN walletkit_wallets w ON w.id = h.wallet_id
            LEFT JOIN walletkit_wallets c ON c.id = h.counterpart_wallet_id
        """;

    public static void AddTo(ModelBuilder model)
    {
        var ids = new WalletIdToBytes();
        var times = new TimeToMicroseconds();
        model.Entity<WalletBalanceRow>(row =>
        {
            row.HasNoKey().ToSqlQuery(Balances);
            row.Property(balance => balance.WalletId).HasConversion(ids);
            row.Property(balance => balance.RecordedAt).HasConversion(times);
            Columns.Name(row);
        });
        model.Entity<WalletHistoryRow>(row =>
        {
            row.HasNoKey().ToSqlQuery(History);
            row.Property(entry => entry.WalletId).HasConversion(ids);
            row.Property(entry => entry.CounterpartWalletId).HasConversion(ids);
            row.Property(entry => entry.RecordedAt).HasConversion(times);
            row.Property(entry => entry.EffectiveAt).HasConversion(times);
            Columns.Name(row);
        });
    }
}
