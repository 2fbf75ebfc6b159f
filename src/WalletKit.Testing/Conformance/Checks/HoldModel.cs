using WalletKit.Rules;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>A model of holds in the plainest form.</summary>
internal sealed class HoldModel(long balance)
{
    public long Balance { get; private set; } = balance;

    public List<Entry> Holds { get; private init; } = [];

    public static WalletCommand RandomCommand(Random random, WalletId walletId, int holds)
    {
        var amount = random.Next(1, 1_000) / 100m;
        var hold = new HoldId(walletId, random.Next(Math.Max(1, holds - 10), holds + 2));
        return random.Next(7) switch
        {
            0 => new Deposit(walletId, amount),
            1 => new Withdraw(walletId, amount),
            2 => new CaptureHold(hold, random.Next(2) == 0 ? null : amount) { KeepOpen = random.Next(2) == 0 },
            3 => new VoidHold(hold),
            4 => new ExpireHolds(walletId),
            _ => new PlaceHold(walletId, amount) { ExpiresIn = random.Next(3) == 0 ? null : TimeSpan.FromSeconds(random.Next(1, 20)) },
        };
    }

    public HoldModel Copy() => new(Balance) { Holds = [.. Holds.Select(hold => hold with { })] };

    /// <summary>Does the command; returns false where it must be refused.</summary>
    public bool TryApply(WalletCommand command, DateTimeOffset now)
    {
        var available = Balance - Holds.Sum(hold => hold.RemainingAt(now));
        switch (command)
        {
            case Deposit deposit:
                Balance += Minor(deposit.Amount);
                return true;
            case Withdraw withdraw when Minor(withdraw.Amount) <= available:
                Balance -= Minor(withdraw.Amount);
                return true;
            case PlaceHold place when Minor(place.Amount) <= available:
                Holds.Add(new Entry { Amount = Minor(place.Amount), ExpiresAt = now + place.ExpiresIn });
                return true;
            case CaptureHold capture when OpenAt(capture.Hold, now) is { } hold && (capture.Amount is { } some ? Minor(some) : hold.Amount - hold.Captured) is var amount && amount <= hold.RemainingAt(now):
                Balance -= amount;
                hold.Captured += amount;
                hold.Ended = capture.KeepOpen && hold.Captured < hold.Amount ? null : HoldStatus.Captured;
                return true;
            case VoidHold release when OpenAt(release.Hold, now) is { } hold:
                hold.Ended = HoldStatus.Voided;
                return true;
            default:
                return command is ExpireHolds;
        }
    }

    public IEnumerable<(HoldStatus Status, long Captured, long Remaining)> StandingAt(DateTimeOffset now) =>
        Holds.Select(hold => (hold.StatusAt(now), hold.Captured, hold.RemainingAt(now)));

    private Entry? OpenAt(HoldId id, DateTimeOffset now) =>
        id.Number >= 1 && id.Number <= Holds.Count && Holds[(int)id.Number - 1] is var hold && hold.StatusAt(now) == HoldStatus.Open ? hold : null;

    private static long Minor(decimal amount) => (long)(amount * 100);

    internal sealed record Entry
    {
        public required long Amount { get; init; }

        public required DateTimeOffset? ExpiresAt { get; init; }

        public long Captured { get; set; }

        public HoldStatus? Ended { get; set; }

        public HoldStatus StatusAt(DateTimeOffset now) => Ended ?? (ExpiresAt <= now ? HoldStatus.Expired : HoldStatus.Open);

        public long RemainingAt(DateTimeOffset now) => StatusAt(now) == HoldStatus.Open ? Amount - Captured : 0;
    }
}
