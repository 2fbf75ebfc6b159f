using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>Reads the expired holds of a wallet: their sum and the next expiry, and the holds themselves only where a sum does not suffice.</summary>
internal static class ExpiryLoading
{
    /// <returns>Null where no hold has expired but those that the wallet has ended.</returns>
    public static ExpiredHolds? Load(StateSource states, Wallet? wallet, DateTimeOffset now) =>
        wallet?.Holds.NextExpiry <= now ? LoadExpired(states, wallet!, now) : null;

    // Apart from the method above, which nearly every command ends in, and in which the closures below would cost an object.
    private static ExpiredHolds LoadExpired(StateSource states, Wallet wallet, DateTimeOffset now)
    {
        if (!Expiry.IsBehind(wallet, now))
        {
            return new ExpiredHolds
            {
                MinorUnits = states.SumExpired(wallet.Id, now, wallet.Holds.EndedThrough),
                NextExpiry = FindNext(states, wallet, now, except: null),
            };
        }

        // This costs little: clocks are set back rarely, and the number of a wallet's holds is bounded.
        var standing = states.FindExpiring(wallet.Id, DateTimeOffset.MinValue, int.MaxValue).Where(hold => !HasEnded(wallet, hold)).ToList();
        return new ExpiredHolds
        {
            MinorUnits = standing.Where(hold => hold.ExpiresAt <= now).Aggregate(0L, (sum, hold) => checked(sum + hold.RemainingMinorUnits)),
            NextExpiry = standing.Find(hold => hold.ExpiresAt > now)?.ExpiresAt,
            Holds = [.. standing.Where(hold => hold.ExpiresAt <= now)],
        };
    }

    /// <summary>The next expiry of a hold that has not ended; null where no such hold expires.</summary>
    /// <param name="states">The states.</param>
    /// <param name="wallet">The wallet.</param>
    /// <param name="now">The clock.</param>
    /// <param name="except">A hold that does not count, because the command ends it; null for none.</param>
    public static DateTimeOffset? FindNext(StateSource states, Wallet wallet, DateTimeOffset now, HoldId? except)
    {
        var limit = Expiry.IsBehind(wallet, now) ? int.MaxValue : except is null ? 1 : 2;
        return states.FindExpiring(wallet.Id, now, limit).FirstOrDefault(hold => hold.Id != except && !HasEnded(wallet, hold))?.ExpiresAt;
    }

    private static bool HasEnded(Wallet wallet, Hold hold) => wallet.Holds.EndedThrough is { } ended && ended.Covers(hold);
}
