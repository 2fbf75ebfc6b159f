namespace WalletKit;

/// <summary>The options of a capture.</summary>
public sealed record CaptureOptions : PostingOptions
{
    /// <summary>Gets whether the rest stays held for further captures; otherwise it is released.</summary>
    public bool KeepOpen { get; init; }
}
