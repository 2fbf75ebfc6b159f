using System.Collections.Immutable;

namespace WalletKit;

/// <summary>The state of a store's clock, and the wallets that are recorded ahead of it.</summary>
public sealed record ClockReport
{
    /// <summary>The count of wallets at which counting ends.</summary>
    public const int MaxWalletsAhead = 1_000;

    /// <summary>Gets how far the clock has jumped ahead while commits are refused for it; null while they are not.</summary>
    public TimeSpan? Jump { get; init; }

    /// <summary>Gets how far the first commit after opening was from the newest times in the store, where <see cref="ClockOptions.MaxGap"/> is less.</summary>
    /// <value>Positive where the commit came after those times, negative where it came before them; null where the gap is allowed.</value>
    public TimeSpan? Gap { get; init; }

    /// <summary>Gets how far this host's clock leads the clock that recorded times come from; null where they are one clock.</summary>
    public TimeSpan? HostLead { get; init; }

    /// <summary>Gets how many wallets are known to be ahead of the clock by more than <see cref="ClockOptions.MaxClockJump"/>.</summary>
    /// <remarks>
    /// A store looks at some of its wallets for each report, so that a report has a bounded cost. It has looked at all of them after a while. Counting ends at
    /// <see cref="MaxWalletsAhead"/>.
    /// </remarks>
    public int WalletsAhead { get; init; }

    /// <summary>Gets at most five of these wallets, the furthest ahead first.</summary>
    public ImmutableArray<WalletId> SomeWalletsAhead { get; init; } = [];
}
