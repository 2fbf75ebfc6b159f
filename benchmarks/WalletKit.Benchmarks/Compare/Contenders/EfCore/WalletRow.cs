namespace WalletKit.Benchmarks.Compare.Contenders.EfCore;

/// <summary>A wallet as EF Core maps it.</summary>
internal sealed class WalletRow
{
    public long Id { get; set; }

    public required byte[] PublicId { get; set; }

    public required string OwnerId { get; set; }

    public required string Name { get; set; }

    public required string Currency { get; set; }

    public int Exponent { get; set; }

    public required string Status { get; set; }

    public long Balance { get; set; }

    public long LastSequence { get; set; }

    /// <summary>The version, which goes up with each change: if two contexts read the same version, the second to write is refused.</summary>
    public long Version { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }
}
