using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

public sealed class StagedHoldsTests
{
    private const int Holds = 1_000;
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_that_ends_many_expiring_holds_reads_each_only_a_few_times(bool latestFirst)
    {
        var committed = new CommittedHolds(Holds);
        var staged = new StagedChanges(committed);
        var numbers = latestFirst ? Enumerable.Range(1, Holds).Reverse() : Enumerable.Range(1, Holds);

        var result = BatchExecution.Execute(
            new CommandBatch([.. numbers.Select(number => new VoidHold(new HoldId(committed.Wallet.Id, number)))]), staged, s_now);

        Assert.Null(result.Refusal);
        Assert.Equal(new HoldTotals { LastNumber = Holds }, Assert.Single(staged.Wallets).Holds);
        Assert.InRange(committed.Read, latestFirst ? 0 : 1, 4 * Holds);
    }

    // The holds of 0.01 expire together: 19,600 of them once kept every withdrawal waiting for ten seconds.
    [Theory]
    [InlineData(19_600)]
    [InlineData(100)]
    public void A_command_that_meets_expired_holds_asks_for_one_sum_however_many_they_are(int holds)
    {
        foreach (var command in new Func<WalletId, WalletCommand>[] { id => new Withdraw(id, 1m), id => new PlaceHold(id, 1m) { MaxOpenHolds = int.MaxValue }, id => new Deposit(id, 1m) })
        {
            var committed = new CommittedHolds(holds);
            var staged = new StagedChanges(committed);
            for (var i = 0; i < 50; i++)
            {
                Assert.Null(BatchExecution.Execute(new CommandBatch(command(committed.Wallet.Id)), staged, s_now + TimeSpan.FromDays(1)).Refusal);
            }

            Assert.Equal((1, 0), (committed.Sums, committed.Read));
        }
    }

    [Fact]
    public void A_sweep_reads_and_records_as_many_holds_as_one_command_may_and_no_more()
    {
        var committed = new CommittedHolds(Holds);
        var staged = new StagedChanges(committed);

        _ = BatchExecution.Execute(new CommandBatch(new ExpireHolds(committed.Wallet.Id)), staged, s_now + TimeSpan.FromDays(1));

        Assert.Equal((1, ExpireHolds.MaxHolds + 1), (committed.Sums, committed.Read));
        Assert.Equal((ExpireHolds.MaxHolds, Holds - ExpireHolds.MaxHolds), (Assert.Single(staged.Log.ToArray()).Holds.Length, Assert.Single(staged.Wallets).Holds.OpenCount));
    }

    [Fact]
    public void Sweeps_of_one_transaction_record_each_hold_once()
    {
        var committed = new CommittedHolds(Holds);
        var staged = new StagedChanges(committed);

        for (var i = 0; i < 5; i++)
        {
            Assert.Null(BatchExecution.Execute(new CommandBatch(new ExpireHolds(committed.Wallet.Id)), staged, s_now + TimeSpan.FromDays(1)).Refusal);
        }

        var recorded = staged.Log.ToArray().SelectMany(changes => changes.Holds).Select(hold => hold.Id.Number);
        Assert.Equal(Enumerable.Range(1, Holds).Select(number => (long)number), recorded);
        Assert.Equal(new HoldTotals { LastNumber = Holds }, Assert.Single(staged.Wallets).Holds);
    }

    [Fact]
    public void A_transaction_has_one_time()
    {
        var committed = new CommittedHolds(Holds);
        var staged = new StagedChanges(committed);
        var batch = new CommandBatch(new Deposit(committed.Wallet.Id, 1m));
        _ = BatchExecution.Execute(batch, staged, s_now);

        Assert.Throws<ArgumentException>("now", () => BatchExecution.Execute(batch, staged, s_now.AddTicks(1)));

        staged.Clear();
        Assert.Null(BatchExecution.Execute(batch, staged, s_now.AddTicks(1)).Refusal);
    }

    [Fact]
    public void Loaded_holds_are_forgotten_with_staged_ones()
    {
        var committed = new CommittedHolds(Holds);
        var staged = new StagedChanges(committed);

        for (var i = 0; i < 2; i++)
        {
            _ = staged.FindExpiring(committed.Wallet.Id, s_now, 2);
            _ = staged.SumExpired(committed.Wallet.Id, s_now, null);
            staged.Clear();
        }

        Assert.Equal((4, 2), (committed.Read, committed.Sums));
    }

    /// <summary>A wallet whose money is held in holds of 1.00 that expire one second after another. It counts the holds that are read.</summary>
    private sealed class CommittedHolds : StateSource
    {
        private readonly Hold[] _holds;

        public CommittedHolds(int count)
        {
            var walletId = new WalletId(Guid.CreateVersion7());
            _holds = [.. Enumerable.Range(1, count).Select(number => new Hold
            {
                Id = new HoldId(walletId, number),
                Currency = Currency.FromIso("USD"),
                AmountMinorUnits = 100,
                ExpiresAt = s_now + TimeSpan.FromSeconds(number),
                CreatedAt = s_now,
                UpdatedAt = s_now,
            })];
            Wallet = new Wallet
            {
                Id = walletId,
                OwnerId = "owner",
                Name = Wallet.DefaultName,
                Currency = Currency.FromIso("USD"),
                BalanceMinorUnits = 100L * count,
                Holds = new HoldTotals { HeldMinorUnits = 100L * count, LastNumber = count, OpenCount = count, NextExpiry = _holds[0].ExpiresAt },
                Version = 1,
                CreatedAt = s_now,
                UpdatedAt = s_now,
            };
        }

        public Wallet Wallet { get; }

        public int Read { get; private set; }

        public int Sums { get; private set; }

        public override Wallet? FindWallet(WalletId walletId) => walletId == Wallet.Id ? Wallet : null;

        public override Wallet? FindWallet(string ownerId, string name) => null;

        public override int CountOpenWallets(string ownerId, int limit) => 0;

        public override WalletSecrets? FindSecrets(WalletId walletId) => WalletSecrets.None;

        public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) => null;

        public override WalletTransaction? FindTransaction(TransactionId transaction) => null;

        public override long? FindReversal(TransactionId transaction) => null;

        public override Hold? FindHold(HoldId hold) => _holds[hold.Number - 1];

        public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended)
        {
            Sums++;
            return _holds.Where(hold => hold.ExpiresAt <= now && ended?.Covers(hold) != true).Sum(hold => hold.RemainingMinorUnits);
        }

        public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) => Found(_holds.Where(hold => hold.ExpiresAt > after).Take(limit));

        public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) => Found(_holds.Where(ended.Covers).Take(limit));

        private Hold[] Found(IEnumerable<Hold> holds)
        {
            Hold[] found = [.. holds];
            Read += found.Length;
            return found;
        }
    }
}
