using WalletKit.Commands;
using WalletKit.Money;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

/// <summary>What is refused whatever the state of a wallet: the message names the field, the value and the rule.</summary>
public sealed class FormRulesTests
{
    private static readonly Currency Dollar = Currency.FromIso("USD");

    public static TheoryData<string, MoneyCommand, string> MalformedCommands => new()
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
        { "metadata", new Deposit(Given.Id, 1m) { Metadata = null! }, "metadata (null) must not be null; it is empty where there is none." },
        { "pairs", new Deposit(Given.Id, 1m) { Metadata = Pairs(17) }, "metadata 17 pairs are too many; at most 16 are kept." },
        { "metadata key", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata(("", "v")) }, "metadata key '' must have 1 to 64 characters." },
        { "metadata key", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata((Long(65), "v")) }, $"metadata key '{Long(64)}…' (65 characters) must have 1 to 64 characters." },
        { "metadata value", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata(("k", Long(513))) }, $"metadata value '{Long(64)}…' (513 characters) must have 0 to 512 characters." },
        { "metadata value", new Deposit(Given.Id, 1m) { Metadata = Given.Metadata(("k", null!)) }, "metadata value (null) must have 0 to 512 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms("", "t") }, "rebate policy '' must have 1 to 200 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms(Long(201), "t") }, $"rebate policy '{Long(64)}…' (201 characters) must have 1 to 200 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms("p", "") }, "rebate terms '' must have 1 to 512 characters." },
        { "terms", new Deposit(Given.Id, 1m) { RebateTerms = new RebateTerms("p", Long(513)) }, $"rebate terms '{Long(64)}…' (513 characters) must have 1 to 512 characters." },
    };

    [Theory]
    [MemberData(nameof(MalformedCommands), DisableDiscoveryEnumeration = true)]
    public void A_malformed_command_is_refused_with_its_field_its_value_and_the_rule(string about, MoneyCommand command, string message)
    {
        var refusal = WalletRules.CheckForm(command);

        Assert.NotNull(refusal);
        Assert.Equal(message, refusal.Message);
        Assert.Equal(about == "amount" ? "invalid_amount" : "invalid_input", refusal.Code);

        // The state makes no difference, and asking for a decision says the same.
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

    [Fact]
    public void An_opening_is_refused_by_the_field_that_is_malformed()
    {
        Assert.Equal("ownerId '' must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, "", Dollar)));
        Assert.Equal($"ownerId '{Long(64)}…' (201 characters) must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, Long(201), Dollar)));
        Assert.Equal("ownerId (null) must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, null!, Dollar)));
        Assert.Equal("name '' must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, "owner", Dollar, "")));
        Assert.Equal($"name '{Long(64)}…' (201 characters) must have 1 to 200 characters.", Message(new OpenWallet(Given.Id, "owner", Dollar, Long(201))));
        Assert.Equal("walletId 00000000-0000-0000-0000-000000000000 must not be empty.", Message(new OpenWallet(default, "owner", Dollar)));
        Assert.Equal("currency (null) must be given.", Message(new OpenWallet(Given.Id, "owner", null!)));
        Assert.Null(Message(new OpenWallet(Given.Id, Long(200), Dollar, Long(200))));
    }

    [Fact]
    public void A_negative_rebate_is_malformed_and_a_zero_one_is_not()
    {
        Assert.Equal("amount -0.01 must be zero or more.", Message(new PayRebate(new TransactionId(Given.Id, 4), -0.01m)));
        Assert.Null(Message(new PayRebate(new TransactionId(Given.Id, 4), 0m)));
    }

    private static string? Message(WalletCommand command) => WalletRules.CheckForm(command)?.Message;

    private static string Long(int length) => new('x', length);

    private static TransactionMetadata Pairs(int count) =>
        TransactionMetadata.From(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"k{i}", "")));
}
