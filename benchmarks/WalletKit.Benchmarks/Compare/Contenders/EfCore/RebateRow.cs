namespace WalletKit.Benchmarks.Compare.Contenders.EfCore;

/// <summary>A rebate as EF Core maps it, with the columns that its earning needs.</summary>
internal sealed class RebateRow
{
    public long DepositId { get; set; }

    public TransactionRow Deposit { get; set; } = null!;

    public long PolicyId { get; set; }

    public long TermsId { get; set; }

    public required string Status { get; set; }

    public int Attempts { get; set; }

    public long DueAt { get; set; }

    public long UpdatedAt { get; set; }
}
