namespace WalletKit;

/// <summary>Takes held money out of the wallet.</summary>
/// <param name="Hold">The hold, which is open.</param>
/// <param name="Amount">How much, in units: more than zero and at most what remains; null for all that remains.</param>
public sealed record CaptureHold(HoldId Hold, decimal? Amount = null) : PostingCommand(Hold.WalletId)
{
    /// <summary>Whether the rest stays held for further captures; otherwise it is released.</summary>
    public bool KeepOpen { get; init; }
}
