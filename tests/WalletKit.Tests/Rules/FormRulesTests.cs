using WalletKit.Model.Money;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

/// <summary>The refusals that do not depend on the state of a wallet: the message names the field, the value and the rule.</summary>
public sealed class FormRulesTests
{
    private static readonly Currency Dollar = Currency.FromIso("USD");

    private static readonly Transfer Transfer = new(Given.Id, Given.OtherId, 1m);
    private static readonly PlaceHold Place = new(Given.Id, 1m);
    private static readonly HoldId Hold = new(Given.Id, 1);
    private static readonly Reverse Reverse = new(new TransactionId(Given.Id, 5));

    public static TheoryData<string, KeyedCommand, string> MalformedCommands => new()
    {
        { "amount", new Deposit(Given.Id, 0m), "amount 0 must be more than zero." },
        { "amount", new Deposit(Given.Id, 0.00m), "amount 0.00 must be more than zero." },
        { "amount", new Withdraw(Given.Id, -1.5m), "amount -1.5 must be more than zero." },
        { "amount", new Deposit(Given.Id, decimal.MinValue), "amount -79228162514264337593543950335 must be more than zero." },
        { "key", new Deposit(Given.Id, 1m) { IdempotencyKey = "" }, "idempotencyKey '' must have 1 to 200 characters." },
        { "key", new Withdraw(Given.Id, 1m) { IdempotencyKey = Long(201) }, $"idempotencyKey '{Long(64)}…' (201 characters) must have 1 to 200 characters." },
        { "currency", new Deposit(Given.Id, 1m) { Currency = "" }, "currency '' must have 1 to 16 characters." },
        { "currency", new Deposit(Given.Id, 1m) { Currency = Long(17) }, $"currency '{Long(17)}' must have 1 to 16 characters." },
        { "reference", new Deposit(Given.Id, 1m) { Reference = "" }, "reference '' must have 1 to 200 characters." },
        { "reference", new Withdraw(Given.Id, 1m) { Reference = Long(201) }, $"reference '{Long(64)}…' (201 characters) must have 1 to 200 characters." },
        { "reference", new Withdraw(Given.Id, 1m) { Reference = "a\0" }, "reference 'a\uFFFD' must not hold the character U+0000, at which databases end a text." },
        { "metadata", new Deposit(Given.Id, 1m) { Metadata = null! }, "metadata must not be null; it is empty where there is none." },
        { "pairs", new Deposit(Given.Id, 1m) { Metadata = Pairs(17) }, "metadata 17 pairs are too many; at most 16 are kept." },
        { "metadata key", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata(("", "v")) }, "metadata key '' must have 1 to 64 characters." },
        { "metadata key", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata((Long(65), "v")) }, $"metadata key '{Long(64)}…' (65 characters) must have 1 to 64 characters." },
        { "metadata value", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata(("k", Long(513))) }, $"metadata value '{Long(64)}…' (513 characters) must have 0 to 512 characters." },
        { "metadata value", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata(("k", null!)) }, "metadata value must have 0 to 512 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms("", "t") }, "rebate policy '' must have 1 to 200 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms(Long(201), "t") }, $"rebate policy '{Long(64)}…' (201 characters) must have 1 to 200 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms("p", "") }, "rebate terms '' must have 1 to 512 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms("p", Long(513)) }, $"rebate terms '{Long(64)}…' (513 characters) must have 1 to 512 characters." },
        { "amount", new Transfer(Given.Id, Given.OtherId, 0m), "amount 0 must be more than zero." },
        { "amount", Transfer with { TargetAmount = 0.0m }, "amount 0.0 must be more than zero." },
        { "amount", Transfer with { TargetAmount = -1m }, "amount -1 must be more than zero." },
        { "destination", Transfer with { Destination = Given.Id }, $"destination {Given.Id} must be another wallet than the source." },
        { "rate", Transfer with { Rate = 1.5m, TargetAmount = 1m }, "rate 1.5 must not be given together with a target amount." },
        { "rate", Transfer with { Rate = 0m }, "rate 0 must be more than zero." },
        { "rate", Transfer with { Rate = -0.1m }, "rate -0.1 must be more than zero." },
        { "rate", Transfer with { QuotedRate = 0m }, "quotedRate 0 must be more than zero." },
        { "rounding", Transfer with { Rounding = (MidpointRounding)99 }, "rounding 99 must be one of the rounding rules of .NET." },
        { "key", Transfer with { IdempotencyKey = "" }, "idempotencyKey '' must have 1 to 200 characters." },
        { "reference", Transfer with { Reference = "" }, "reference '' must have 1 to 200 characters." },
        { "amount", new PlaceHold(Given.Id, -1m), "amount -1 must be more than zero." },
        { "expiry", Place with { ExpiresIn = TimeSpan.Zero }, "expiresIn 00:00:00 must be at least one microsecond and at most 3660 days." },
        { "expiry", Place with { ExpiresIn = TimeSpan.FromTicks(9) }, "expiresIn 00:00:00.0000009 must be at least one microsecond and at most 3660 days." },
        { "expiry", Place with { ExpiresIn = TimeSpan.FromTicks(-1) }, "expiresIn -00:00:00.0000001 must be at least one microsecond and at most 3660 days." },
        { "expiry", Place with { ExpiresIn = PlaceHold.MaxExpiresIn + TimeSpan.FromTicks(1) }, "expiresIn 3660.00:00:00.0000001 must be at least one microsecond and at most 3660 days." },
        { "metadata", Place with { Metadata = null! }, "metadata must not be null; it is empty where there is none." },
        { "amount", new CaptureHold(Hold, 0m), "amount 0 must be more than zero." },
        { "amount", new CaptureHold(Hold, -1m), "amount -1 must be more than zero." },
        { "reference", new CaptureHold(Hold) { Reference = "" }, "reference '' must have 1 to 200 characters." },
        { "key", new VoidHold(Hold) { IdempotencyKey = "" }, "idempotencyKey '' must have 1 to 200 characters." },
        { "key", new VoidHold(Hold) { IdempotencyKey = Long(201) }, $"idempotencyKey '{Long(64)}…' (201 characters) must have 1 to 200 characters." },
        { "currency", Reverse with { Currency = "" }, "currency '' must have 1 to 16 characters." },
        { "reference", Reverse with { Reference = Long(201) }, $"reference '{Long(64)}…' (201 characters) must have 1 to 200 characters." },
        { "amount", new SetCreditLimit(Given.Id, -0.01m), "amount -0.01 must be zero or more." },
        { "reason", new SetCreditLimit(Given.Id, 1m) { Reason = "" }, "reason '' must have 1 to 500 characters." },
        { "reason", new FreezeWallet(Given.Id) { Reason = Long(501) }, $"reason '{Long(64)}…' (501 characters) must have 1 to 500 characters." },
        { "reason", new UnfreezeWallet(Given.Id) { Reason = "a\0" }, "reason 'a\uFFFD' must not hold the character U+0000, at which databases end a text." },
        { "reason", new CloseWallet(Given.Id) { Reason = "\ud800" }, "reason '\uFFFD' must be well-formed UTF-16: it holds half of a surrogate pair." },
        { "key", new CloseWallet(Given.Id) { IdempotencyKey = "" }, "idempotencyKey '' must have 1 to 200 characters." },
    };

    public static TheoryData<KeyedCommand> CommandsAtTheLimits =>
    [
        Transfer with { Rate = 0.0000000000000000000000000001m, IdempotencyKey = Long(200), Reference = Long(200) },
        Transfer with { TargetAmount = decimal.MaxValue, QuotedRate = decimal.MaxValue, Rounding = MidpointRounding.ToPositiveInfinity },
        Place with { ExpiresIn = PlaceHold.MinExpiresIn },
        Place with { ExpiresIn = PlaceHold.MaxExpiresIn },
        new CaptureHold(Hold, 0.0000000000000000000000000001m) { KeepOpen = true },
        new VoidHold(Hold) { IdempotencyKey = Long(200) },
        Reverse with { Reference = Long(200), Currency = Long(16) },
        new SetCreditLimit(Given.Id, 0m),
        new SetCreditLimit(Given.Id, decimal.MaxValue) { Reason = Long(500) },
        new FreezeWallet(Given.Id) { Reason = "x" },
    ];

    [Theory]
    [MemberData(nameof(MalformedCommands), DisableDiscoveryEnumeration = true)]
    public void A_malformed_command_is_refused_with_its_field_its_value_and_the_rule(string about, KeyedCommand command, string message)
    {
        var refusal = command.CheckForm();

        Assert.NotNull(refusal);
        Assert.Equal(message, refusal.Message);
        Assert.Equal(about == "amount" ? "invalid_amount" : "invalid_input", refusal.Code);

        // The state makes no difference, and a decision gives the same refusal.
        var decision = Given.Decide(command, Given.Wallet(1_000));
        Assert.Equal(message, decision.Result.Refusal?.Message);
        Assert.Null(decision.Changes);
    }

    [Fact]
    public void A_command_at_the_limits_of_every_field_is_taken()
    {
        var metadata = TransactionMetadata.From(Enumerable.Range(10, 16).Select(i => KeyValuePair.Create(i + Long(62), Long(512))));
        var command = new Deposit(Given.Id, 0.01m)
        {
            IdempotencyKey = Long(200),
            Reference = Long(200),
            Metadata = metadata,
            RebateTerms = new RebateTerms(Long(200), Long(512)),
        };

        Assert.Null(Given.Decide(command, Given.Wallet()).Result.Refusal);
    }

    [Theory]
    [MemberData(nameof(CommandsAtTheLimits), DisableDiscoveryEnumeration = true)]
    public void Nothing_is_malformed_at_a_limit(KeyedCommand command) => Assert.Null(Message(command));

    [Fact]
    public void A_sweep_has_no_form_to_break() => Assert.Null(Message(new ExpireHolds(default)));

    [Fact]
    public void An_opening_is_refused_by_the_field_that_is_malformed()
    {
        Assert.Equal("ownerId '' must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, "", Dollar)));
        Assert.Equal($"ownerId '{Long(64)}…' (201 characters) must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, Long(201), Dollar)));
        Assert.Equal("ownerId must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, null!, Dollar)));
        Assert.Equal("name '' must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, "owner", Dollar, "")));
        Assert.Equal($"name '{Long(64)}…' (201 characters) must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, "owner", Dollar, Long(201))));
        Assert.Equal("walletId 00000000-0000-0000-0000-000000000000 must not be empty.", Message(new OpenWallet(default, "owner", Dollar)));
        Assert.Equal("currency must be given.", Message(new OpenWallet(Given.Id, "owner", null!)));
        Assert.Equal(
            "currency 'usd' must be 2 to 16 capital letters or digits, the first a letter.", Message(new OpenWallet(Given.Id, "owner", Currency.Restore("usd", 2))));
        Assert.Null(Message(new OpenWallet(Given.Id, Long(200), Dollar, Long(200))));
    }

    [Fact]
    public void A_negative_rebate_is_malformed_and_a_zero_one_is_not()
    {
        Assert.Equal("amount -0.01 must be zero or more.", Message(new PayRebate(new TransactionId(Given.Id, 5), -0.01m)));
        Assert.Null(Message(new PayRebate(new TransactionId(Given.Id, 5), 0m)));
    }

    [Fact]
    public void A_wait_for_the_next_attempt_is_from_zero_to_the_longest()
    {
        var fail = new FailRebate(new TransactionId(Given.Id, 5), Guid.Empty, "boom", TimeSpan.FromTicks(-1));

        Assert.Equal("retryIn -00:00:00.0000001 must be zero or more and at most 3660 days.", Message(fail));
        Assert.Equal(
            "retryIn 3660.00:00:00.0000001 must be zero or more and at most 3660 days.", Message(fail with { RetryIn = FailRebate.MaxRetryIn + TimeSpan.FromTicks(1) }));
        Assert.All<TimeSpan?>([null, TimeSpan.Zero, FailRebate.MaxRetryIn], wait => Assert.Null(Message(fail with { RetryIn = wait })));
    }

    private static string? Message(WalletCommand command) => command.CheckForm()?.Message;

    private static string Long(int length) => new('x', length);

    private static TransactionMetadata Pairs(int count) =>
        TransactionMetadata.From(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"k{i}", "")));
}
