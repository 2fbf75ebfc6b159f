namespace WalletKit.Benchmarks.Compare.PostgreSql.EfCore;

/// <summary>A rebate as EF Core maps it, with the columns that its earning needs.</summary>
internal sealed class RebateRow
{
    public Guid WalletId { get; set; }

    public long Deposit { get; set; }

    public required string Policy { get; set; }

    public required string Terms { get; set; }

    public required string Status { get; set; }

    public int Attempts { get; set; }

    public DateTime EarnedAt { get; set; }

    public DateTime DueAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    public DateTime NotedAt { get; set; }

    public int Place { get; set; }
}
