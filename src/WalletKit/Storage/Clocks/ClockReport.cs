using System.Collections.Immutable;

namespace WalletKit.Storage.Clocks;

/// <summary>What a store makes of its clock, and what is recorded ahead of it.</summary>
public sealed record ClockReport
{
    /// <summary>Where the count of wallets ends.</summary>
    public const int MaxWalletsAhead = 1_000;

    /// <summary>By how much the clock has jumped ahead, as long as commits are refused for that; null where they are not.</summary>
    public TimeSpan? Jump { get; init; }

    /// <summary>
    /// How far the first commit after opening was from the newest times in the store, where that is more than <see cref="ClockOptions.MaxGap"/>: positive after them,
    /// negative before them. Null where it was near them.
    /// </summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>By how much this host's clock leads the clock that the store takes its times from; null where they are one clock.</summary>
    public TimeSpan? HostLead { get; init; }

    /// <summary>
    /// How many wallets are known to be ahead of the clock by more than <see cref="ClockOptions.MaxClockJump"/>. A store looks at some of its wallets each time
    /// it is asked, so it knows all of them only after a while; it stops counting at <see cref="MaxWalletsAhead"/>.
    /// </summary>
    public int WalletsAhead { get; init; }

    /// <summary>Some of these wallets, the one that is furthest ahead first.</summary>
    public ImmutableArray<WalletId> SomeWalletsAhead { get; init; } = [];
}
