using Microsoft.EntityFrameworkCore;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>The rows for queries on PostgreSQL, which are the views themselves.</summary>
internal static class PostgreSqlRows
{
    public static void AddTo(ModelBuilder model, string schema)
    {
        var ids = new WalletIdToGuid();
        model.Entity<WalletBalanceRow>(row =>
        {
            row.HasNoKey().ToView("walletkit_balances", schema);
            row.Property(balance => balance.WalletId).HasConversion(ids);
            Columns.Name(row);
        });
        model.Entity<WalletHistoryRow>(row =>
        {
            row.HasNoKey().ToView("walletkit_history", schema);
            row.Property(entry => entry.WalletId).HasConversion(ids);
            row.Property(entry => entry.CounterpartWalletId).HasConversion(ids);
            row.Property(entry => entry.Metadata).HasColumnType("jsonb");
            Columns.Name(row);
        });
    }
}
