using System.Collections.Immutable;
using WalletKit.Rules;
using WalletKit.Testing.Histories;

namespace WalletKit.Tests.Rules;

/// <summary>The records of one wallet, with the check that they agree with each other.</summary>
internal sealed class RuleBook(Wallet wallet)
{
    private readonly HashSet<long> _ended = [];
    private int _changesWithoutMoney;

    public Wallet Wallet { get; private set; } = wallet;

    public List<WalletTransaction> History { get; } = [];

    public SortedDictionary<long, Hold> Holds { get; } = [];

    private IEnumerable<Hold> Expiring =>
        Holds.Values.Where(hold => hold is { Status: HoldStatus.Open, ExpiresAt: not null }).OrderBy(hold => hold.ExpiresAt).ThenBy(hold => hold.Id.Number);

    public long SumExpired(DateTimeOffset now, EndedThrough? ended) =>
        Expiring.Where(hold => hold.ExpiresAt <= now && ended?.Covers(hold) != true).Sum(hold => hold.RemainingMinorUnits);

    public List<Hold> FindExpiring(DateTimeOffset after, int limit) => [.. Expiring.Where(hold => hold.ExpiresAt > after).Take(limit)];

    public List<Hold> FindEnded(EndedThrough ended, int limit) => [.. Expiring.Where(ended.Covers).Take(limit)];

    public void Write(Wallet changed, ImmutableArray<WalletTransaction> transactions, ImmutableArray<Hold> holds, WalletEvent? happened)
    {
        Assert.Equal(Wallet.Version + Math.Max(1, transactions.Length), changed.Version);
        Assert.Equal(happened?.Type == WalletEventType.TimeCorrected, changed.UpdatedAt < Wallet.UpdatedAt);
        Assert.All(transactions, transaction => Assert.Equal(changed.UpdatedAt, transaction.CreatedAt));
        Assert.True(happened is null || (happened.WalletId, happened.Version, happened.CreatedAt) == (changed.Id, changed.Version, changed.UpdatedAt));
        Assert.True(Wallet.Status != WalletStatus.Closed || happened?.Type is WalletEventType.TimeCorrected or WalletEventType.Erased);
        Assert.True(Wallet.Status != WalletStatus.Frozen || changed.BalanceMinorUnits >= Wallet.BalanceMinorUnits);
        History.AddRange(transactions);
        foreach (var hold in holds.Where(hold => hold.Id.WalletId == changed.Id))
        {
            var isOpened = !Holds.TryGetValue(hold.Id.Number, out var before);
            Assert.True(isOpened || before!.Status == HoldStatus.Open);
            Assert.Equal(before?.CreatedAt > changed.UpdatedAt ? before.CreatedAt : changed.UpdatedAt, hold.UpdatedAt);
            Holds[hold.Id.Number] = hold;
        }

        _changesWithoutMoney += transactions.IsEmpty ? 1 : 0;
        Wallet = changed;
        _ended.UnionWith(Holds.Values.Where(hold => hold.Status == HoldStatus.Expired || changed.Holds.EndedThrough?.Covers(hold) == true).Select(hold => hold.Id.Number));
    }

    public void AssertBalanced(DateTimeOffset now)
    {
        AssertChained();
        AssertHolds();
        AssertReversals();
        var available = (Int128)Wallet.BalanceMinorUnits + Wallet.CreditLimitMinorUnits - Wallet.Holds.HeldMinorUnits;
        Assert.Equal(available < 0, Wallet.IsOverdrawn);
        Assert.True(Wallet.Status != WalletStatus.Closed || (Wallet.BalanceMinorUnits, Wallet.Holds.HeldMinorUnits, Wallet.Holds.OpenCount) == (0, 0, 0));
        AssertReadAsOf(now);
    }

    // A hold that was ever seen as ended by a command of the wallet's own never holds anything again.
    private void AssertReadAsOf(DateTimeOffset now)
    {
        var standing = Holds.Values.Where(hold => hold.AsOf(now, Wallet.Holds.EndedThrough).Status == HoldStatus.Open).ToList();
        Assert.All(standing, hold => Assert.DoesNotContain(hold.Id.Number, _ended));
        var read = Wallet.Holds.NextExpiry <= now
            ? Wallet.AsOf(SumExpired(now, Wallet.Holds.EndedThrough), standing.Min(hold => hold.ExpiresAt))
            : Wallet;
        Assert.Equal((standing.Sum(hold => hold.RemainingMinorUnits), standing.Min(hold => hold.ExpiresAt)), (read.Holds.HeldMinorUnits, read.Holds.NextExpiry));
        Assert.Equal(Wallet.IsOverdrawn && read.Available < 0, read.IsOverdrawn);
    }

    private void AssertChained()
    {
        var balance = 0L;
        var version = 1L;
        for (var i = 0; i < History.Count; i++)
        {
            var transaction = History[i];
            balance = checked(balance + transaction.AmountMinorUnits);
            Assert.Equal((Wallet.Id, i + 1, balance), (transaction.WalletId, transaction.Sequence, transaction.BalanceAfterMinorUnits));
            Assert.NotEqual(0, transaction.AmountMinorUnits);
            Assert.True(transaction.Version > version);
            version = transaction.Version;
        }

        Assert.Equal((balance, History.Count), (Wallet.BalanceMinorUnits, Wallet.LastSequence));
        Assert.Equal(1 + History.Count + _changesWithoutMoney, Wallet.Version);
    }

    private void AssertHolds()
    {
        var open = Holds.Values.Where(hold => hold.Status == HoldStatus.Open).ToList();
        var standing = open.Where(hold => Wallet.Holds.EndedThrough?.Covers(hold) != true).ToList();
        Assert.Equal(standing.Aggregate(0L, (sum, hold) => checked(sum + hold.RemainingMinorUnits)), Wallet.Holds.HeldMinorUnits);
        Assert.Equal(standing.Min(hold => hold.ExpiresAt), Wallet.Holds.NextExpiry);
        Assert.Equal((open.Count, open.Count > standing.Count), (Wallet.Holds.OpenCount, Wallet.Holds.EndedThrough is not null));
        Assert.Equal(Enumerable.Range(1, Holds.Count).Select(i => (long)i), Holds.Keys);
        Assert.Equal(Holds.Count, Wallet.Holds.LastNumber);
        Assert.All(open, hold => Assert.True(hold.RemainingMinorUnits > 0));
        var captured = History.Where(t => t.Type == TransactionType.Capture).ToLookup(t => t.Links.Hold!.Value);
        Assert.All(Holds.Values, hold => Assert.Equal(hold.CapturedMinorUnits, -captured[hold.Id.Number].Sum(t => t.AmountMinorUnits)));
    }

    private void AssertReversals()
    {
        var reversals = History.Where(t => t.Type == TransactionType.Reversal).ToList();
        Assert.Equal(reversals.Count, reversals.DistinctBy(t => t.Links.ReversalOf).Count());
        Assert.All(reversals, t =>
        {
            var reversed = History.Single(other => other.Version == t.Links.ReversalOf);
            Assert.NotEqual(TransactionType.Reversal, reversed.Type);
            Assert.Equal(-reversed.AmountMinorUnits, t.AmountMinorUnits);
        });
    }
}
