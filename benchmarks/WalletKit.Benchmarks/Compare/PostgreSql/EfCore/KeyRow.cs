namespace WalletKit.Benchmarks.Compare.PostgreSql.EfCore;

/// <summary>An idempotency key as EF Core maps it.</summary>
internal sealed class KeyRow
{
    public Guid WalletId { get; set; }

    public required string Key { get; set; }

    public required byte[] Content { get; set; }

    public long Sequence { get; set; }
}
