namespace WalletKit;

/// <summary>There is no such hold. Code <c>hold_not_found</c>.</summary>
public sealed class HoldNotFoundException : WalletRefusedException
{
    /// <summary>Says which hold there is not.</summary>
    public HoldNotFoundException(HoldId holdId)
        : base(RefusalKind.NotFound, "hold_not_found", $"there is no hold {holdId}.") => HoldId = holdId;

    /// <summary>The hold.</summary>
    public HoldId HoldId { get; }
}
