namespace WalletKit;

/// <summary>A hold that has ended already. Code <c>hold_captured</c>, <c>hold_voided</c> or <c>hold_expired</c>, by how it ended.</summary>
public sealed class HoldEndedException : WalletRefusedException
{
    /// <summary>Says how the hold ended.</summary>
    public HoldEndedException(HoldId holdId, HoldStatus status)
        : base(RefusalKind.State, CodeOf(status), $"hold {holdId} is {NameOf(status)} already.")
    {
        HoldId = holdId;
        Status = status;
    }

    /// <summary>The hold.</summary>
    public HoldId HoldId { get; }

    /// <summary>How it ended.</summary>
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
