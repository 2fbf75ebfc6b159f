namespace WalletKit.EntityFrameworkCore.Tests.Shops;

/// <summary>A row of the host's.</summary>
public sealed class Order
{
    public long Id { get; set; }

    public int Number { get; set; }

    public WalletId WalletId { get; set; }

    public TransactionId? Payment { get; set; }

    public HoldId? Hold { get; set; }

    public decimal Total { get; set; }

    public int Revision { get; set; }
}
