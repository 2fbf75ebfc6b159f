using System.Globalization;
using WalletKit.Model;

namespace WalletKit;

/// <summary>The refusal to capture more than a hold still holds. Code <c>hold_exceeded</c>.</summary>
public sealed class HoldExceededException : WalletRefusedException
{
    /// <summary>Names the hold, the amount that it still holds, and the amount that was requested.</summary>
    /// <param name="holdId">The hold.</param>
    /// <param name="remaining">The amount that the hold still holds, in units.</param>
    /// <param name="requested">The amount that was to be captured, in units.</param>
    public HoldExceededException(HoldId holdId, decimal remaining, decimal requested)
        : base(RefusalKind.Funds, "hold_exceeded", string.Create(CultureInfo.InvariantCulture, $"hold {holdId} has {remaining} left, less than the {requested} requested."))
    {
        HoldId = holdId;
        Remaining = remaining;
        Requested = requested;
    }

    /// <summary>Gets the hold.</summary>
    public HoldId HoldId { get; }

    /// <summary>Gets the amount that the hold still held at that moment, in units.</summary>
    public decimal Remaining { get; }

    /// <summary>Gets the amount that was to be captured, in units.</summary>
    public decimal Requested { get; }
}
