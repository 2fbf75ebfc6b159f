namespace WalletKit.Benchmarks.Compare.Contenders.EfCore;

/// <summary>An idempotency key as EF Core maps it.</summary>
internal sealed class KeyRow
{
    public long WalletId { get; set; }

    public required string Key { get; set; }

    public required byte[] Content { get; set; }

    public long TransactionId { get; set; }

    public TransactionRow Transaction { get; set; } = null!;
}
