using System.Collections.Immutable;

namespace WalletKit.Rules;

/// <summary>The end of holds whose time has run out: by the clock, and for good once the wallet has relied on it.</summary>
internal static class Expiry
{
    /// <summary>
    /// Ends the expired holds, for a command that may spend their money. The sum is lowered at once, and <see cref="HoldTotals.EndedThrough"/> keeps a clock
    /// that is set back from holding the money again. The sweep records each hold later. Credits never do this, because anybody may send a credit.
    /// </summary>
    /// <returns>The wallet, and the holds whose end must be recorded now; as a rule none.</returns>
    public static (Wallet Wallet, ImmutableArray<Hold> Ended) End(Wallet wallet, ExpiredHolds? expired, DateTimeOffset now)
    {
        if (expired is null)
        {
            return (wallet, []);
        }

        var ended = ToEnded(expired.Holds, wallet, now);
        var holds = wallet.Holds with
        {
            HeldMinorUnits = checked(wallet.Holds.HeldMinorUnits - expired.MinorUnits),
            OpenCount = wallet.Holds.OpenCount - ended.Length,
            NextExpiry = expired.NextExpiry,
            EndedThrough = IsBehind(wallet, now) ? wallet.Holds.EndedThrough : new EndedThrough(Time.Truncate(now), wallet.Holds.LastNumber),
        };
        return (wallet with { Holds = holds }, ended);
    }

    /// <summary>Records the end of holds that the wallet has ended. Their money has left the sum already.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="covered">Holds that <see cref="HoldTotals.EndedThrough"/> covers: one more than <paramref name="limit"/> where there are as many.</param>
    /// <param name="limit">The number of holds that are recorded at most.</param>
    /// <param name="now">The clock.</param>
    public static (Wallet Wallet, ImmutableArray<Hold> Ended) Record(Wallet wallet, ImmutableArray<Hold> covered, int limit, DateTimeOffset now)
    {
        if (wallet.Holds.EndedThrough is null)
        {
            return (wallet, []);
        }

        var ended = ToEnded(covered[..Math.Min(covered.Length, limit)], wallet, now);
        var holds = wallet.Holds with
        {
            OpenCount = wallet.Holds.OpenCount - ended.Length,
            EndedThrough = covered.Length > limit ? wallet.Holds.EndedThrough : null,
        };
        return (wallet with { Holds = holds }, ended);
    }

    /// <summary>Whether the clock is before the time through which the wallet has ended holds.</summary>
    public static bool IsBehind(Wallet wallet, DateTimeOffset now) => wallet.Holds.EndedThrough?.Time > Time.Truncate(now);

    private static ImmutableArray<Hold> ToEnded(ImmutableArray<Hold> holds, Wallet wallet, DateTimeOffset now)
    {
        return [.. holds.Select(hold => hold with { Status = HoldStatus.Expired, UpdatedAt = Time.OfChange(hold, wallet, now) })];
    }
}
