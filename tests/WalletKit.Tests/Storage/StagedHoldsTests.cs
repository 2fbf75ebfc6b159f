using WalletKit.Commands;
using WalletKit.Money;
using WalletKit.Rebates;
using WalletKit.Rules;
using WalletKit.Storage;

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
        Assert.InRange(committed.Read, 1, 4 * Holds);
    }

    [Fact]
    public void Commands_of_one_transaction_that_meet_many_expired_holds_read_them_once()
    {
        var committed = new CommittedHolds(Holds);
        var staged = new StagedChanges(committed);

        for (var i = 0; i < 100; i++)
        {
            Assert.Null(BatchExecution.Execute(new CommandBatch(new Withdraw(committed.Wallet.Id, 10m)), staged, s_now + TimeSpan.FromDays(1)).Refusal);
        }

        Assert.Equal((Holds, 0), (committed.Read, Assert.Single(staged.Wallets).BalanceMinorUnits));
    }

    [Fact]
    public void What_was_read_is_forgotten_with_what_was_staged()
    {
        var committed = new CommittedHolds(Holds);
        var staged = new StagedChanges(committed);

        _ = staged.FindExpiring(committed.Wallet.Id, DateTimeOffset.MaxValue, 2);
        staged.Clear();
        _ = staged.FindExpiring(committed.Wallet.Id, DateTimeOffset.MaxValue, 2);

        Assert.Equal(4, committed.Read);
    }

    /// <summary>A wallet of 1,000.00, all of it held, and how many holds were read of it.</summary>
    private sealed class CommittedHolds : IStateSource
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
                Holds = new HoldTotals { HeldMinorUnits = 100L * count, LastNumber = count, NextExpiry = _holds[0].ExpiresAt },
                Version = 1,
                CreatedAt = s_now,
                UpdatedAt = s_now,
            };
        }

        public Wallet Wallet { get; }

        public int Read { get; private set; }

        public Wallet? FindWallet(WalletId walletId) => walletId == Wallet.Id ? Wallet : null;

        public Wallet? FindWallet(string ownerId, string name) => null;

        public int CountOpenWallets(string ownerId, int limit) => 0;

        public RecordedCommand? FindRecorded(WalletId walletId, string key) => null;

        public Rebate? FindRebate(TransactionId deposit) => null;

        public WalletTransaction? FindTransaction(TransactionId transaction) => null;

        public long? FindReversal(TransactionId transaction) => null;

        public Hold? FindHold(HoldId hold) => _holds[hold.Number - 1];

        public IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset until, int limit)
        {
            Hold[] found = [.. _holds.Where(hold => hold.ExpiresAt <= until).Take(limit)];
            Read += found.Length;
            return found;
        }
    }
}
