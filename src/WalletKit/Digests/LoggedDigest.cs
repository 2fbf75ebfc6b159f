namespace WalletKit;

/// <summary>An entry of a log of digests.</summary>
public sealed record LoggedDigest
{
    /// <summary>Gets the place in the log, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Gets the time of the digest, in whole microseconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the head of the digest.</summary>
    public required TreeHead Digest { get; init; }
}
