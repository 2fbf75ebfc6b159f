namespace WalletKit.Benchmarks.Compare.PostgreSql.EfCore;

/// <summary>A wallet as EF Core maps it, with the columns that moving money needs.</summary>
internal sealed class WalletRow
{
    public Guid Id { get; set; }

    public required string Status { get; set; }

    public long Balance { get; set; }

    public long LastSequence { get; set; }

    public long Version { get; set; }

    public DateTime UpdatedAt { get; set; }
}
