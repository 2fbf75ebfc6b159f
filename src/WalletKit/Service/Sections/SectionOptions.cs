namespace WalletKit;

/// <summary>How often and how long a host's decision is asked for.</summary>
public sealed record SectionOptions
{
    /// <summary>How often the decision is asked for at most, as its wallets changed under it; 1 to 1,000. Default: 10.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>
    /// How long one decision may take, more than zero and at most one hour. After it the wallets are let go, even where the decision blocks its thread. Default: 30 seconds.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
