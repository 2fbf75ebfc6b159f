namespace WalletKit.Benchmarks.Compare.PostgreSql.EfCore;

/// <summary>A transaction as EF Core maps it, with the columns that deposits and withdrawals need.</summary>
internal sealed class TransactionRow
{
    public Guid WalletId { get; set; }

    public long Sequence { get; set; }

    public required short Type { get; set; }

    public long Amount { get; set; }

    public long BalanceAfter { get; set; }

    public long Version { get; set; }

    public DateTime CreatedAt { get; set; }
}
