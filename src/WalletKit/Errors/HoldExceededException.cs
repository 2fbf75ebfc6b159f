using System.Globalization;
using WalletKit.Model;

namespace WalletKit;

/// <summary>A capture of more than a hold still holds. Code <c>hold_exceeded</c>.</summary>
public sealed class HoldExceededException : WalletRefusedException
{
    /// <summary>Says what was asked for and what there is.</summary>
    /// <param name="holdId">The hold.</param>
    /// <param name="remaining">What it still holds, in units.</param>
    /// <param name="requested">What was to be captured, in units.</param>
    public HoldExceededException(HoldId holdId, decimal remaining, decimal requested)
        : base(RefusalKind.Funds, "hold_exceeded", string.Create(CultureInfo.InvariantCulture, $"hold {holdId} has {remaining} left, less than the {requested} requested."))
    {
        HoldId = holdId;
        Remaining = remaining;
        Requested = requested;
    }

    /// <summary>The hold.</summary>
    public HoldId HoldId { get; }

    /// <summary>What it still held at that moment, in units.</summary>
    public decimal Remaining { get; }

    /// <summary>What was to be captured, in units.</summary>
    public decimal Requested { get; }
}
