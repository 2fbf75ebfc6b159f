using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>The options of a transfer.</summary>
public sealed record TransferOptions : PostingOptions
{
    /// <summary>Gets the amount that arrives, in units of the destination's currency; only between currencies.</summary>
    public decimal? TargetAmount { get; init; }

    /// <summary>Gets the rate: the number of units of the destination's currency for one unit of the source's.</summary>
    /// <remarks>It is only for transfers between currencies, and not together with <see cref="TargetAmount"/>.</remarks>
    public decimal? Rate { get; init; }

    /// <summary>Gets how the target amount is rounded where it follows from a rate. Default: half to even.</summary>
    public MidpointRounding Rounding { get; init; } = MidpointRounding.ToEven;

    /// <summary>Gets whether the source's owner, not the host, asks for the transfer. Default: false.</summary>
    /// <remarks>
    /// If so, <see cref="ITransferPolicy"/> and <see cref="OwnerTransferOptions"/> apply. The HTTP endpoints set this option for callers that are not operators.
    /// </remarks>
    public bool IsByOwner { get; init; }
}
