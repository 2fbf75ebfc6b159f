using WalletKit.Rules;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

/// <summary>The aspects of a scene that a violation sets. Two violations that set the same aspect cannot be combined.</summary>
[Flags]
internal enum Aspects
{
    None = 0,
    Amount = 1,
    Status = 2,
    Funds = 4,
    Existence = 8,
    Key = 16,
    Transaction = 32,
    OtherExistence = 64,
    OtherStatus = 128,
    OtherCurrency = 256,
    OtherFunds = 512,
    Hold = 1_024,
    HeldAmount = 2_048,
}

/// <summary>One way to break one rule, and the refusal that it gets.</summary>
internal sealed record Violation(string Name, string Code, string About, string[] Commands, Aspects Aspects, Action<Scene> Break)
{
    private const Aspects OfOther = Aspects.OtherStatus | Aspects.OtherCurrency | Aspects.OtherFunds;

    private static readonly string Own = Given.Id.ToString();
    private static readonly string Other = Given.OtherId.ToString();
    private static readonly string[] All = [.. Scene.Commands];
    private static readonly string[] Amounts = ["deposit", "withdraw", "transfer", "place hold", "capture hold"];
    private static readonly string[] Postings = [.. Amounts, "reverse", "reverse transfer"];
    private static readonly string[] States = ["freeze", "unfreeze", "close", "erase", "correct time", "set limit"];
    private static readonly string[] Transfers = ["transfer"];
    private static readonly string[] Holds = ["capture hold", "void hold"];
    private static readonly string[] Reversals = ["reverse", "reverse transfer"];

    /// <summary>The aspects that cannot be combined with it: a wallet that does not exist has neither status nor funds.</summary>
    public Aspects Excludes { get; init; }

    /// <summary>All violations, in the documented order; a later one never wins over an earlier one.</summary>
    public static IReadOnlyList<Violation> Ordered { get; } =
    [
        // Malformed input. A violation of the funds depends on an amount, which must be positive.
        new("zero amount", "invalid_amount", "must be more than zero", Amounts, Aspects.Amount, scene => scene.Amount = 0m) { Excludes = Aspects.Funds | Aspects.OtherFunds | Aspects.HeldAmount },
        new("negative amount", "invalid_amount", "zero", [.. Amounts, "set limit"], Aspects.Amount, scene => scene.Amount = -5m) { Excludes = Aspects.Funds | Aspects.OtherFunds | Aspects.HeldAmount },
        new("same wallet", "invalid_input", "destination", Transfers, Aspects.OtherExistence, scene => scene.Destination = Given.Id) { Excludes = OfOther },
        new("zero target amount", "invalid_amount", "must be more than zero", Transfers, Aspects.OtherCurrency, scene => scene.TargetAmount = 0m),
        new("key too long", "invalid_input", "idempotencyKey", All, Aspects.None, scene => scene.Key = new string('x', 201)),
        new("reference too long", "invalid_input", "reference", Postings, Aspects.None, scene => scene.Reference = new string('x', 201)),
        new("reason too long", "invalid_input", "reason", States, Aspects.None, scene => scene.Reason = new string('x', 501)),

        // The idempotency key.
        new("key with other content", "idempotency_conflict", Own, All, Aspects.Key, scene => scene.IsKeyTaken = true),

        // Existence.
        new("no such wallet", "wallet_not_found", Own, All, Aspects.Existence, scene => scene.Exists = false) { Excludes = Aspects.Status | Aspects.Funds },
        new("no such destination", "wallet_not_found", Other, Transfers, Aspects.OtherExistence, scene => scene.OtherExists = false) { Excludes = OfOther },
        new("no such hold", "hold_not_found", Own, Holds, Aspects.OtherExistence, scene => scene.OtherExists = false) { Excludes = Aspects.Hold | Aspects.HeldAmount },
        new("no such transaction", "transaction_not_found", Own, Reversals, Aspects.OtherExistence, scene => scene.OtherExists = false) { Excludes = OfOther | Aspects.Transaction | Aspects.Funds },

        new("other version", "concurrency_conflict", Own, All, Aspects.None, scene => scene.ExpectedVersion = 99),

        // Closed is checked for both wallets before frozen is checked for either.
        new("closed", "wallet_closed", Own, [.. All.Where(command => command is not ("erase" or "correct time"))], Aspects.Status, scene => scene.Status = WalletStatus.Closed),
        new("other wallet closed", "wallet_closed", Other, ["transfer", "reverse transfer"], Aspects.OtherStatus, scene => scene.OtherStatus = WalletStatus.Closed),
        new("frozen", "wallet_frozen", Own, ["withdraw", "transfer", "place hold", "capture hold", "reverse"], Aspects.Status, scene => scene.Status = WalletStatus.Frozen),
        new("other wallet frozen", "wallet_frozen", Other, ["reverse transfer"], Aspects.OtherStatus, scene => scene.OtherStatus = WalletStatus.Frozen),
        new("frozen already", "wallet_already_frozen", Own, ["freeze"], Aspects.Status, scene => scene.Status = WalletStatus.Frozen),
        new("not frozen", "wallet_not_frozen", Own, ["unfreeze"], Aspects.Status, scene => scene.Status = WalletStatus.Active),

        new("not closed", "wallet_not_closed", Own, ["erase"], Aspects.Status, scene => scene.IncludesOpen = false),
        new("not ahead", "wallet_time_not_ahead", Own, ["correct time"], Aspects.None, scene => scene.IsAhead = false),

        // Holds that have ended, and commands that were done already.
        new("hold voided", "hold_voided", Own, Holds, Aspects.Hold, scene => scene.HoldStatus = HoldStatus.Voided),
        new("hold expired", "hold_expired", Own, Holds, Aspects.Hold, scene => scene.ExpiresAt = Given.Now),
        new("a reversal", "not_reversible", Own, Reversals, Aspects.None, scene => scene.IsReversal = true),
        new("reversed already", "already_reversed", Own, Reversals, Aspects.Transaction, scene => scene.ReversedBy = 6),

        // The currency and its decimals.
        new("other currency", "currency_mismatch", Own, Postings, Aspects.None, scene => scene.Currency = "EUR"),
        new("rate within one currency", "invalid_input", "rate", Transfers, Aspects.OtherCurrency, scene => scene.Rate = 2m),
        new("no rate between currencies", "currency_mismatch", Other, Transfers, Aspects.OtherCurrency, scene => scene.OtherCurrency = "JPY"),
        new("too many decimals", "invalid_amount", "has more decimals than the 2 of USD", [.. Amounts, "set limit"], Aspects.Amount, scene => scene.Amount += 0.001m),
        new("amount past the range", "invalid_amount", "is past the range of USD", [.. Amounts, "set limit"], Aspects.Amount, scene => scene.Amount = 92233720368547759m),
        new("too many decimals of the target", "invalid_amount", "has more decimals than the 0 of JPY", Transfers, Aspects.OtherCurrency, scene => (scene.OtherCurrency, scene.TargetAmount) = ("JPY", 1.5m)),
        new("worth nothing", "invalid_amount", "is worth nothing in JPY", Transfers, Aspects.OtherCurrency, scene => (scene.OtherCurrency, scene.Rate) = ("JPY", 0.1m)),

        // Funds or range, for the command's own wallet first.
        new("more than remains", "hold_exceeded", Own, ["capture hold"], Aspects.HeldAmount, scene => scene.HeldAmount = 50),
        new("insufficient funds", "insufficient_funds", Own, ["withdraw", "transfer", "place hold", "reverse"], Aspects.Funds, scene => scene.Balance = 9),
        new("not empty", "wallet_not_empty", Own, ["close"], Aspects.Funds, scene => scene.Balance = 1),
        new("limit in use", "credit_limit_in_use", Own, ["set limit"], Aspects.Funds, scene => (scene.Balance, scene.CreditLimit) = (-500, 1_000)),
        new("balance past the top", "balance_out_of_range", Own, ["deposit", "reverse transfer"], Aspects.Funds, scene => scene.Balance = long.MaxValue),
        new("balance past the bottom", "balance_out_of_range", Own, ["capture hold"], Aspects.Funds, scene => scene.Balance = long.MinValue),
        new("held past the range", "balance_out_of_range", Own, ["place hold"], Aspects.Funds, scene => (scene.Balance, scene.CreditLimit, scene.Held) = (long.MaxValue, long.MaxValue, long.MaxValue)),
        new("other wallet short of funds", "insufficient_funds", Other, ["reverse transfer"], Aspects.OtherFunds, scene => scene.OtherBalance = 9),
        new("other balance past the top", "balance_out_of_range", Other, Transfers, Aspects.OtherFunds, scene => scene.OtherBalance = long.MaxValue),
    ];

    /// <summary>Whether the violation is one of form, which is checked before the key.</summary>
    public bool IsBeforeTheKey => Ordered.TakeWhile(violation => violation.Code != "idempotency_conflict").Contains(this);

    public static Violation Named(string name) => Ordered.Single(violation => violation.Name == name);

    public bool CanCoOccur(Violation other) => ((Aspects | Excludes) & other.Aspects) == 0 && (other.Excludes & Aspects) == 0;
}
