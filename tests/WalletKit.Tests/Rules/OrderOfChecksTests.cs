using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

/// <summary>
/// The documented order: malformed, key, exists, expected version, closed, frozen, currency and its decimals, funds or range.
/// A host that sees a refusal relies on all the checks before it having passed, in every store and every release.
/// </summary>
public sealed class OrderOfChecksTests
{
    private static readonly bool[] Kinds = [true, false];

    // In the documented order; a later one never wins over an earlier one.
    private static readonly Violation[] Ordered =
    [
        new("zero amount", "invalid_amount", Aspect.Amount, scene => scene.Amount = 0m),
        new("negative amount", "invalid_amount", Aspect.Amount, scene => scene.Amount = -5m),
        new("reference too long", "invalid_input", Aspect.None, scene => scene.Reference = new string('x', 201)),
        new("key with other content", "idempotency_conflict", Aspect.None, scene => scene.IsKeyTaken = true),
        new("no such wallet", "wallet_not_found", Aspect.Existence, scene => scene.Exists = false),
        new("other version", "concurrency_conflict", Aspect.State, scene => scene.ExpectedVersion = 99),
        new("closed", "wallet_closed", Aspect.Status, scene => scene.Status = WalletStatus.Closed),
        new("frozen", "wallet_frozen", Aspect.Status, scene => scene.Status = WalletStatus.Frozen, OfDeposits: false),
        new("other currency", "currency_mismatch", Aspect.State, scene => scene.Currency = "EUR"),
        new("too many decimals", "invalid_amount", Aspect.Amount, scene => scene.Amount += 0.001m),
        new("amount past the range", "invalid_amount", Aspect.Amount, scene => scene.Amount = 92233720368547759m),
        new("insufficient funds", "insufficient_funds", Aspect.Funds, scene => scene.Balance = 9, OfDeposits: false),
        new("balance past its range", "balance_out_of_range", Aspect.Funds, scene => scene.Balance = long.MaxValue, OfWithdrawals: false),
    ];

    private enum Aspect
    {
        None,
        Amount,
        Existence,
        State,
        Status,
        Funds,
    }

    public static TheoryData<bool, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<bool, string, string>();
            foreach (var isDeposit in Kinds)
            {
                Violation[] possible = [.. Ordered.Where(violation => isDeposit ? violation.OfDeposits : violation.OfWithdrawals)];
                for (var i = 0; i < possible.Length; i++)
                {
                    foreach (var later in possible.Skip(i + 1).Where(later => CanCoOccur(possible[i], later)))
                    {
                        pairs.Add(isDeposit, possible[i].Name, later.Name);
                    }
                }
            }

            return pairs;
        }
    }

    public static TheoryData<bool, string> Alone => [.. Ordered.SelectMany(violation =>
        Kinds
            .Where(isDeposit => isDeposit ? violation.OfDeposits : violation.OfWithdrawals)
            .Select(isDeposit => new TheoryDataRow<bool, string>(isDeposit, violation.Name)))];

    [Theory]
    [MemberData(nameof(Alone))]
    public void Each_rule_broken_alone_is_refused_by_its_own_code(bool isDeposit, string name)
    {
        var violation = Named(name);
        var scene = new Scene { IsDeposit = isDeposit };
        Assert.Null(scene.Decide().Result.Refusal);

        violation.Break(scene);

        Assert.Equal(violation.Code, scene.Decide().Result.Refusal?.Code);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Of_two_broken_rules_the_earlier_one_refuses(bool isDeposit, string earlier, string later)
    {
        var scene = new Scene { IsDeposit = isDeposit };
        Named(later).Break(scene);
        Named(earlier).Break(scene);

        var decision = scene.Decide();

        Assert.Equal(Named(earlier).Code, decision.Result.Refusal?.Code);
        Assert.Null(decision.Changes);
    }

    [Theory]
    [MemberData(nameof(Alone))]
    public void A_replay_is_answered_before_any_rule_but_the_form_is_asked(bool isDeposit, string name)
    {
        var violation = Named(name);
        var scene = new Scene { IsDeposit = isDeposit, IsReplay = true };
        violation.Break(scene);

        var decision = scene.Decide();

        if (Array.IndexOf(Ordered, violation) < Array.FindIndex(Ordered, rule => rule.Code == "idempotency_conflict"))
        {
            Assert.Equal(violation.Code, decision.Result.Refusal?.Code);
        }
        else if (violation.Code != "idempotency_conflict")
        {
            Assert.True(decision.Result.Replayed);
            Assert.Null(decision.Result.Refusal);
        }

        Assert.Null(decision.Changes);
    }

    // Two amounts are not one amount, two statuses not one status, and a wallet that is not there has neither status nor funds.
    // The funds depend on the amount as well, but on one that is positive.
    private static bool CanCoOccur(Violation earlier, Violation later) =>
        (earlier.Aspect != later.Aspect || earlier.Aspect is Aspect.None or Aspect.State)
        && (earlier.Aspect != Aspect.Existence || later.Aspect is Aspect.State or Aspect.Amount)
        && !(earlier.Code == "invalid_amount" && Array.IndexOf(Ordered, earlier) < 2 && later.Aspect == Aspect.Funds);

    private static Violation Named(string name) => Ordered.Single(violation => violation.Name == name);

    private sealed record Violation(string Name, string Code, Aspect Aspect, Action<Scene> Break, bool OfDeposits = true, bool OfWithdrawals = true);

    /// <summary>A command and a state of which nothing is wrong until something is broken.</summary>
    private sealed class Scene
    {
        public bool IsDeposit { get; init; }

        public bool IsReplay { get; init; }

        public decimal Amount { get; set; } = 1m;

        public string? Reference { get; set; }

        public string? Currency { get; set; } = "USD";

        public long? ExpectedVersion { get; set; } = 7;

        public bool IsKeyTaken { get; set; }

        public bool Exists { get; set; } = true;

        public WalletStatus Status { get; set; }

        public long Balance { get; set; } = 100_000;

        public Decision Decide()
        {
            MoneyCommand command = IsDeposit
                ? new Deposit(Given.Id, Amount) { IdempotencyKey = "key", Reference = Reference, Currency = Currency, ExpectedVersion = ExpectedVersion }
                : new Withdraw(Given.Id, Amount) { IdempotencyKey = "key", Reference = Reference, Currency = Currency, ExpectedVersion = ExpectedVersion };
            var other = Given.Recorded(new Deposit(Given.Id, 7m) { IdempotencyKey = "key" });
            var recorded = IsKeyTaken ? other
                : IsReplay ? other with { Content = ContentHash.Of(command) }
                : null;
            return Given.Decide(command, Exists ? Given.Wallet(Balance, Status) : null, recorded);
        }
    }
}
