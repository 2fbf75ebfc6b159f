namespace WalletKit;

/// <summary>The refusal of a command on a hold that does not exist. Code <c>hold_not_found</c>.</summary>
public sealed class HoldNotFoundException : WalletRefusedException
{
    /// <summary>Names the hold that does not exist.</summary>
    public HoldNotFoundException(HoldId holdId)
        : base(RefusalKind.NotFound, "hold_not_found", $"there is no hold {holdId}.") => HoldId = holdId;

    /// <summary>Gets the hold.</summary>
    public HoldId HoldId { get; }
}
