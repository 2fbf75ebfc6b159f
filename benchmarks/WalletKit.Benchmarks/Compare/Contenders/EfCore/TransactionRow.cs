namespace WalletKit.Benchmarks.Compare.Contenders.EfCore;

/// <summary>A transaction as EF Core maps it.</summary>
internal sealed class TransactionRow
{
    public long Id { get; set; }

    public long WalletId { get; set; }

    public WalletRow Wallet { get; set; } = null!;

    public long Sequence { get; set; }

    public required short Type { get; set; }

    public long Amount { get; set; }

    public long BalanceAfter { get; set; }

    public long Version { get; set; }

    public long CreatedAt { get; set; }

    public string? Reference { get; set; }

    public string? Metadata { get; set; }

    public long? RebateOf { get; set; }
}
