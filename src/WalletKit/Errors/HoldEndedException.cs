namespace WalletKit;

/// <summary>The refusal to capture or void a hold that has ended already.</summary>
/// <remarks>Code <c>hold_captured</c>, <c>hold_voided</c> or <c>hold_expired</c>, by the way in which the hold ended.</remarks>
public sealed class HoldEndedException : WalletRefusedException
{
    /// <summary>Names the hold and the way in which it ended.</summary>
    public HoldEndedException(HoldId holdId, HoldStatus status)
        : base(RefusalKind.State, CodeOf(status), $"hold {holdId} is {NameOf(status)} already.")
    {
        HoldId = holdId;
        Status = status;
    }

    /// <summary>Gets the hold.</summary>
    public HoldId HoldId { get; }

    /// <summary>Gets the way in which the hold ended.</summary>
    public HoldStatus Status { get; }

    private static string CodeOf(HoldStatus status) => $"hold_{NameOf(status)}";

    private static string NameOf(HoldStatus status) => status switch
    {
        HoldStatus.Captured => "captured",
        HoldStatus.Voided => "voided",
        HoldStatus.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The hold has not ended."),
    };
}
