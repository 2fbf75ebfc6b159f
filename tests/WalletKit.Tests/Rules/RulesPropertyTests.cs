using CsCheck;
using WalletKit.Commands;
using WalletKit.Money;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

/// <summary>What holds after every command of any sequence of them.</summary>
public sealed class RulesPropertyTests
{
    // Small amounts meet the bottom of the range, the huge ones the top.
    private static readonly Gen<long> Amount = Gen.Frequency((8, Gen.Long[1, 1_000]), (1, Gen.Long[1, long.MaxValue]), (1, Gen.Const(long.MaxValue)));

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Int[0, 5],
        Amount,
        Gen.Int[-1, 5],
        Gen.Int[0, 9],
        Gen.Long[-5_000_000_000, 10_000_000_000],
        (kind, amount, key, pick, ticks) => new Step(kind, amount, key < 0 ? null : $"key{key}", pick, TimeSpan.FromTicks(ticks)));

    [Fact]
    public void A_history_of_any_commands_balances() =>
        AnyStep.Array[1, 60].Sample(steps =>
        {
            var books = new Books();
            foreach (var step in steps)
            {
                books.Run(step);
            }

            books.AssertBalanced();
        }, iter: 2_000);

    private sealed record Step(int Kind, long Amount, string? Key, int Pick, TimeSpan Elapsed);

    /// <summary>The simplest store there is: it writes down what the rules say, and checks each decision by itself.</summary>
    private sealed class Books
    {
        private readonly Dictionary<string, RecordedCommand> _keys = [];
        private readonly List<WalletTransaction> _history = [];
        private readonly Dictionary<long, Rebate> _rebates = [];
        private Wallet _wallet = Given.Wallet() with { LastSequence = 0, Version = 1 };
        private DateTimeOffset _now = Given.Opened;

        public void Run(Step step)
        {
            // The clock of a machine is set back now and then.
            _now += step.Elapsed;
            var command = CommandOf(step);
            var recorded = command is KeyedCommand { IdempotencyKey: { } key } ? _keys.GetValueOrDefault(key) : null;
            var rebate = command is RebateCommand about ? _rebates.GetValueOrDefault(about.Deposit.Sequence) : null;
            var state = new CommandState(_wallet, recorded, rebate);

            var decision = WalletRules.Decide(command, state, _now);

            AssertSame(decision, WalletRules.Decide(command, state, _now));
            AssertReplays(command, recorded, decision);
            if (decision.Result.Refusal is not null)
            {
                Assert.Null(decision.Changes);
                Assert.Null(decision.Result.Transaction);
                return;
            }

            Write(command, decision);
        }

        public void AssertBalanced()
        {
            Assert.Equal(_wallet.BalanceMinorUnits, _history.Aggregate(0L, (sum, transaction) => checked(sum + transaction.AmountMinorUnits)));
            Assert.Equal(Enumerable.Range(1, _history.Count).Select(i => (long)i), _history.Select(transaction => transaction.Sequence));
            Assert.Equal(_history.Count + 1, _wallet.Version);
            Assert.Equal(_history.Where(t => t.Links.RebateOf is not null).Select(t => t.Links.RebateOf).Distinct().Count(), _history.Count(t => t.Type == TransactionType.Rebate));
            Assert.All(_rebates.Values, rebate => Assert.Equal(rebate.Status == RebateStatus.Paid, rebate.PaidSequence is not null));
        }

        private WalletCommand CommandOf(Step step)
        {
            var amount = MinorUnits.ToDecimal(step.Amount, 2);
            var deposit = new TransactionId(Given.Id, 1 + (step.Pick % (_history.Count + 1)));
            return step.Kind switch
            {
                0 or 1 => new Deposit(Given.Id, amount) { IdempotencyKey = step.Key, RebateTerms = step.Pick < 7 ? Given.Terms : null },
                2 => new Withdraw(Given.Id, amount) { IdempotencyKey = step.Key },
                3 => new PayRebate(deposit, step.Pick == 0 ? 0m : amount),
                4 => new FailRebate(deposit, default, "boom", step.Pick < 5 ? _now : null),
                _ => new RequeueRebate(deposit),
            };
        }

        private void Write(WalletCommand command, Decision decision)
        {
            if (decision.Changes is not { } changes)
            {
                Assert.True(decision.Result.Replayed);
                return;
            }

            foreach (var transaction in changes.Transactions)
            {
                Assert.True(transaction.BalanceAfterMinorUnits >= 0);
                Assert.NotEqual(0, transaction.AmountMinorUnits);
                Assert.Equal(_wallet.BalanceMinorUnits + transaction.AmountMinorUnits, transaction.BalanceAfterMinorUnits);
                Assert.True(transaction.CreatedAt >= _wallet.UpdatedAt);
                Assert.Equal(0, transaction.CreatedAt.Ticks % TimeSpan.TicksPerMicrosecond);
                _history.Add(transaction);
            }

            foreach (var wallet in changes.Wallets)
            {
                Assert.Equal(_wallet.Version + 1, wallet.Version);
                Assert.Equal(changes.Transactions[0].CreatedAt, wallet.UpdatedAt);
                _wallet = wallet;
            }

            if ((changes.Earned ?? changes.Rebate) is { } rebate)
            {
                // A failure here is made under no claim, so the rebate must have none.
                _rebates[rebate.Deposit.Sequence] = rebate with { Claim = Guid.Empty };
            }

            if (changes.Recorded is { } recorded)
            {
                Assert.Equal(((KeyedCommand)command).IdempotencyKey, recorded.Key);
                _keys.Add(recorded.Key, recorded);
            }
        }

        private static void AssertReplays(WalletCommand command, RecordedCommand? recorded, Decision decision)
        {
            if (recorded is null)
            {
                return;
            }

            Assert.Null(decision.Changes);
            if (recorded.Content == ContentHash.Of((KeyedCommand)command))
            {
                Assert.True(decision.Result.Replayed);
                Assert.Same(recorded.Results[0].Transaction, decision.Result.Transaction);
            }
            else
            {
                Assert.IsType<IdempotencyConflictException>(decision.Result.Refusal);
            }
        }

        private static void AssertSame(Decision one, Decision other)
        {
            Assert.Equal(one.Result.Refusal?.Message, other.Result.Refusal?.Message);
            Assert.Equal(one.Result with { Refusal = null }, other.Result with { Refusal = null });
            Assert.Equal(one.Changes?.Transactions ?? [], other.Changes?.Transactions ?? []);
            Assert.Equal(one.Changes?.Wallets ?? [], other.Changes?.Wallets ?? []);
            Assert.Equal(one.Changes?.Earned, other.Changes?.Earned);
            Assert.Equal(one.Changes?.Rebate, other.Changes?.Rebate);
            Assert.Equal(one.Changes?.Recorded?.Content, other.Changes?.Recorded?.Content);
            Assert.Equal(one.Changes?.Recorded?.Results ?? [], other.Changes?.Recorded?.Results ?? []);
        }
    }
}
