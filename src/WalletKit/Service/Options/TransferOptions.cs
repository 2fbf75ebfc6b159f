using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>What a caller may say about a transfer beside the amount.</summary>
public sealed record TransferOptions : PostingOptions
{
    /// <summary>Between currencies: how much arrives, in units of the destination's currency.</summary>
    public decimal? TargetAmount { get; init; }

    /// <summary>Between currencies: how many units of the destination's currency one unit of the source's is worth. Not together with <see cref="TargetAmount"/>.</summary>
    public decimal? Rate { get; init; }

    /// <summary>How the target amount is rounded where a rate says it. Default: half to even.</summary>
    public MidpointRounding Rounding { get; init; } = MidpointRounding.ToEven;

    /// <summary>
    /// Gets whether the source's owner asks for the transfer, and not the host: then <see cref="ITransferPolicy"/> and <see cref="OwnerTransferOptions"/> hold. The HTTP endpoints set it for callers who
    /// are not operators. Default: false.
    /// </summary>
    public bool IsByOwner { get; init; }
}
