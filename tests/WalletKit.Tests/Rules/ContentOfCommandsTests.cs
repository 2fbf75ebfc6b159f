using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

/// <summary>The properties of each command that are content. A forgotten property would let two different commands pass for one.</summary>
public sealed class ContentOfCommandsTests
{
    private const decimal SmallestRate = 0.0000000000000000000000000001m;

    private static readonly HoldId Hold = new(Given.Id, 9);
    private static readonly TransactionId Transaction = new(Given.Id, 4);
    private static readonly Deposit Deposit = new(Given.Id, 12.5m);
    private static readonly Withdraw Withdraw = new(Given.Id, 12.5m);
    private static readonly Transfer Transfer = new(Given.Id, Given.OtherId, 12.5m);
    private static readonly PlaceHold Place = new(Given.Id, 12.5m);
    private static readonly CaptureHold Capture = new(Hold);
    private static readonly VoidHold Release = new(Hold);
    private static readonly Reverse Reverse = new(Transaction);
    private static readonly FreezeWallet Freeze = new(Given.Id);
    private static readonly UnfreezeWallet Unfreeze = new(Given.Id);
    private static readonly CloseWallet Close = new(Given.Id);
    private static readonly SetCreditLimit Limit = new(Given.Id, 100m);

    private static readonly EraseWallet Erase = new(Given.Id);
    private static readonly CorrectTime Correct = new(Given.Id);

    private static readonly KeyedCommand[] All = [Deposit, Withdraw, Transfer, Place, Capture, Release, Reverse, Freeze, Unfreeze, Close, Erase, Correct, Limit];

    // A key belongs to one wallet. The other properties are expected by a command, quoted to it, or given by the service.
    private static readonly string[] NotContent =
    [
        nameof(KeyedCommand.WalletId), nameof(KeyedCommand.IdempotencyKey), nameof(KeyedCommand.ExpectedVersion), nameof(WalletCommand.Actor), nameof(WalletKit.Deposit.RebateTerms), nameof(WalletKit.Deposit.EarnsRebate), nameof(WalletKit.Transfer.QuotedRate),

        // The rounding is content where something was rounded; see below.
        nameof(WalletKit.Transfer.Rounding),
        nameof(PlaceHold.MaxOpenHolds),
        nameof(WalletKit.Transfer.OwnerTerms),
        nameof(EraseWallet.TextSecret),
    ];

    // The two commands of each entry differ in the named property alone.
    private static readonly (KeyedCommand Command, string Property, KeyedCommand Other)[] Differences =
    [
        (Deposit, "Amount", new Deposit(Given.Id, 12.51m)),
        (Withdraw, "Amount", new Withdraw(Given.Id, 12.51m)),
        (Deposit, "Account", Deposit with { Account = "bank" }),
        (Withdraw, "Account", Withdraw with { Account = "bank" }),
        (Capture, "Account", Capture with { Account = "bank" }),
        (Transfer, "Amount", new Transfer(Given.Id, Given.OtherId, 12.51m)),
        (Transfer, "Destination", Transfer with { Destination = Given.Id }),
        (Transfer, "TargetAmount", Transfer with { TargetAmount = 1m }),
        (Transfer, "Rate", Transfer with { Rate = 1m }),
        (Place, "Amount", new PlaceHold(Given.Id, 12.51m)),
        (Place, "ExpiresIn", Place with { ExpiresIn = TimeSpan.FromTicks(1) }),
        (Capture, "Hold", Capture with { Hold = Hold with { Number = 8 } }),
        (Capture, "Amount", Capture with { Amount = 1m }),
        (Capture, "KeepOpen", Capture with { KeepOpen = true }),
        (Release, "Hold", Release with { Hold = Hold with { Number = 8 } }),
        (Reverse, "Transaction", Reverse with { Transaction = Transaction with { Version = 3 } }),
        (Reverse, "AllowOverdraft", Reverse with { AllowOverdraft = true }),
        (Erase, "IncludeOpen", Erase with { IncludeOpen = true }),
        (Limit, "Limit", Limit with { Limit = 100.01m }),
        .. All.Select(command => (command, "EffectiveAt", command with { EffectiveAt = Given.Opened })),
        .. All.OfType<PostingCommand>().SelectMany(command => new (KeyedCommand, string, KeyedCommand)[]
        {
            (command, "Currency", command with { Currency = "USD" }),
            (command, "Reference", command with { Reference = "order-7" }),
            (command, "Metadata", command with { Metadata = Given.Metadata(("a", "1")) }),
        }),
        .. All.OfType<StateCommand>().Select(command => ((KeyedCommand)command, "Reason", (KeyedCommand)(command with { Reason = "why" }))),
    ];

    // Another program made these from the description of the format. A release that changes one breaks every key in use.
    [Fact]
    public void The_hash_of_each_command_is_the_same_in_every_release()
    {
        AssertHash("7AF5B77EE55C282E5F694ED7A3A8EC5789C5316EDD06D3D559313C5DC7E0EC47", Transfer);
        AssertHash("993D30F558E53F4F70DD0C40FE284E80E436D8FBA483DD9FB72C9EB03A4EA082", new Transfer(Given.Id, Given.OtherId, 1.00m)
        {
            Currency = "USD",
            Reference = "order-7",
            Metadata = Given.Metadata(("a", "1")),
            TargetAmount = 150.50m,
            Rounding = MidpointRounding.AwayFromZero,
        });
        AssertHash("5D7DCE49737BB8F988FA3B86F3FD8941FCE74C6C7227AC605814E358DD71CB04", new Transfer(Given.Id, Given.OtherId, 1m) { Rate = SmallestRate });
        AssertHash("71B75DCA3C7DEBD9C84ABC9DE88BFB7303D249E568BBA74C83F63581A34A0C60", Place);
        AssertHash("EAA6C378593FD24C32819DD6BBE9ECE2E1EDCF8451C8C53969AB075AC40323E3", Place with { ExpiresIn = TimeSpan.FromHours(1) });
        AssertHash("34246C2C6685327FA6B3CA1B510DD2258F55692757FDBBACF2BAC0D04D08C0EC", Capture);
        AssertHash("6F949BC961EC60C304BD2317557B98251A44C569C46F7A9F0DE4EAA74A95053F", new CaptureHold(Hold, 0.40m) { KeepOpen = true, Reference = "order-7" });
        AssertHash("169E83C88F1153901C130612E262F2AE910048EBB97950F4256E1DBE12C37498", Release);
        AssertHash("BECC0F6CD06F486D84DC6C2F7F3AB222FA37DED89E162034D95390AED747AE74", Reverse);
        AssertHash("4F939E8A27A38D28AC4E5FD8B771B9869BCE43E0FA35D52679D404D7AC6DF757", Reverse with { AllowOverdraft = true, Currency = "USD" });
        AssertHash("10423A95DF80791A5525AA891149B4615DDF194DDCA155B0D6A2C987510E91D8", Freeze);
        AssertHash("FA5EB32E49AF4234A07F94268A2EBD561890BCE120501C47298F336CC97830DE", Unfreeze with { Reason = "\u00e9" });
        AssertHash("D3CB6F572D2970C68EABA5910FBF257468EEC735750AFB0C81A3698BF9F16FAB", Close);
        AssertHash("F0CE720C25A25BF9F10978F209CAC8F3EDCB0014126F92A71D6E9893182E3198", Erase);
        AssertHash("EAC5A287388668466E4C58C80EDEA9D653662C2EE2B766952BE6DCAED578E17C", Erase with { Reason = "why", IncludeOpen = true });
        AssertHash("C25B1F7169D04D4A4C6E08C6044DCB395505D3E0FB98F7C306E7CAA95EEE9E80", Correct with { Reason = "why" });
        AssertHash("431BD9054CF313EFB80257EBF2006DD337264188A47D6B6D04559F13F6D0A6E6", Limit with { Reason = "why" });
    }

    [Fact]
    public void The_hash_of_a_batch_is_the_same_in_every_release()
    {
        Assert.Equal("E79F06C95057AFD1ED0D0276BBC0A99AE4FFC857C8155FA06B0582073B0AEC61", Hex(ContentHash.Of(new CommandBatch(Deposit))));
        Assert.Equal("0A4C23A42EBEAB3BF1AAB2909B7185C85109A27FAA3636BF979F16EDE6E03E8C", Hex(ContentHash.Of(Batch(
            new OpenWallet(Given.Id, "owner", Currency.FromIso("USD")), Deposit with { IdempotencyKey = "key" }, new ExpireHolds(Given.OtherId)))));
    }

    [Fact]
    public void A_difference_in_any_property_that_is_content_changes_the_hash() =>
        Assert.All(Differences, difference => Assert.NotEqual(ContentHash.Of(difference.Command), ContentHash.Of(difference.Other)));

    [Fact]
    public void Every_property_of_every_command_is_content_or_is_known_not_to_be()
    {
        var types = typeof(KeyedCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(KeyedCommand)) && !type.IsAbstract);
        Assert.Equal(types.Select(type => type.Name).Order(), All.Select(command => command.GetType().Name).Order());

        foreach (var command in All)
        {
            var properties = command.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).Except(NotContent);
            Assert.Equal(properties.Order(), Differences.Where(difference => difference.Command == command).Select(difference => difference.Property).Order());
        }
    }

    [Fact]
    public void No_two_commands_are_the_same_content()
    {
        KeyedCommand[] commands = [.. All, .. Differences.Select(difference => difference.Other)];

        Assert.Equal(commands.Length, commands.Select(each => ContentHash.Of(each)).Distinct().Count());
    }

    [Fact]
    public void Expected_versions_and_quoted_rates_are_not_content()
    {
        Assert.All(All, command => Assert.Equal(ContentHash.Of(command), ContentHash.Of(command with { IdempotencyKey = "key", ExpectedVersion = 3, Actor = "clerk" })));
        Assert.Equal(ContentHash.Of(Transfer), ContentHash.Of(Transfer with { QuotedRate = 150m }));
        Assert.Equal(ContentHash.Of(Transfer), ContentHash.Of(Transfer with { OwnerTerms = new OwnerTransferTerms { PayeeKeeps = PayeeTexts.None } }));
        Assert.Equal(ContentHash.Of(Deposit), ContentHash.Of(Deposit with { RebateTerms = Given.Terms }));
        Assert.Equal(ContentHash.Of(Deposit), ContentHash.Of(Deposit with { EarnsRebate = false }));
        Assert.Equal(ContentHash.Of(Place), ContentHash.Of(Place with { MaxOpenHolds = 3 }));
        Assert.Equal(ContentHash.Of(Batch(Deposit, Transfer)), ContentHash.Of(Batch(Deposit with { ExpectedVersion = 3, RebateTerms = Given.Terms }, Transfer with { QuotedRate = 150m })));
        Assert.Equal(
            ContentHash.Of(Batch(Deposit, Transfer)),
            ContentHash.Of(new CommandBatch(ImmutableArray.Create<WalletCommand>(Deposit, Transfer)) { IdempotencyKey = "key", ExpectedVersions = [(Given.Id, 3)] }));
    }

    [Theory]
    [InlineData("1.0001", "94FA7CF2FA5F9C532D8CA67103C039537927C772469CFBF5AAAA3EF1E6CBD736")]
    [InlineData("1.0008", null)]
    public void A_rounding_is_content_only_where_something_was_rounded(string rate, string? expected)
    {
        var transfer = new Transfer(Given.Id, Given.OtherId, 12.5m) { Rate = decimal.Parse(rate, CultureInfo.InvariantCulture), Rounding = MidpointRounding.ToZero, IdempotencyKey = "key" };
        var state = new CommandState(Given.Wallet(balance: 2_000)) { Counterpart = Given.Other(currency: "EUR") };
        var first = WalletRules.Decide(transfer, state, Given.Now).Changes!.Value.Recorded!;
        Assert.Equal(default(Secret).Hash(expected is null ? ContentHash.Of(transfer) : Sha256Hash.Parse(expected)), first.Content);

        var other = WalletRules.Decide(transfer with { Rounding = MidpointRounding.ToEven }, state with { Recorded = first }, Given.Now).Result;

        Assert.Equal((expected is null, expected is not null), (other.Replayed, other.Refusal is IdempotencyConflictException));
    }

    [Fact]
    public void Trailing_zeros_are_not_content_in_any_amount_or_rate()
    {
        Assert.Equal(ContentHash.Of(Transfer with { Rate = 1.5m }), ContentHash.Of(Transfer with { Rate = 1.5000m }));
        Assert.Equal(ContentHash.Of(Transfer with { TargetAmount = 150m }), ContentHash.Of(Transfer with { TargetAmount = 150.0m }));
        Assert.Equal(ContentHash.Of(Capture with { Amount = 1m }), ContentHash.Of(Capture with { Amount = 1.00m }));
        Assert.Equal(ContentHash.Of(Limit), ContentHash.Of(Limit with { Limit = 100.000m }));
        Assert.Equal(ContentHash.Of(Place), ContentHash.Of(new PlaceHold(Given.Id, 12.50m)));
        Assert.NotEqual(ContentHash.Of(Transfer with { Rate = SmallestRate }), ContentHash.Of(Transfer with { Rate = 2 * SmallestRate }));
    }

    [Fact]
    public void The_commands_of_a_batch_their_order_their_wallets_and_their_keys_are_content()
    {
        var elsewhere = new Deposit(Given.OtherId, 12.5m);
        CommandBatch[] batches =
        [
            Batch(Deposit), Batch(elsewhere), Batch(Deposit, Deposit), Batch(Deposit, elsewhere), Batch(elsewhere, Deposit), Batch(Withdraw, elsewhere),
            Batch(Deposit with { IdempotencyKey = "key" }), Batch(Deposit with { IdempotencyKey = "" }), Batch(Deposit, elsewhere with { IdempotencyKey = "key" }),
            Batch(new OpenWallet(Given.Id, "owner", Currency.FromIso("USD"))), Batch(new OpenWallet(Given.Id, "owner", Currency.FromIso("EUR"))),
            Batch(new OpenWallet(Given.Id, "owner", Currency.FromIso("USD"), "other")), Batch(new OpenWallet(Given.Id, "other", Currency.FromIso("USD"))),
            Batch(new OpenWallet(Given.OtherId, "owner", Currency.FromIso("USD"))), Batch(new ExpireHolds(Given.Id)),
        ];

        Assert.Equal(batches.Length, batches.Select(each => ContentHash.Of(each)).Distinct().Count());
        Assert.NotEqual(ContentHash.Of(Deposit), ContentHash.Of(Batch(Deposit)));
    }

    [Fact]
    public void A_rebate_command_has_no_content_for_a_key()
    {
        var error = Assert.Throws<NotSupportedException>(() => ContentHash.Of(Batch(new RequeueRebate(Transaction))));
        Assert.StartsWith("The command 'requeue rebate' has no content", error.Message, StringComparison.Ordinal);
    }

    private static CommandBatch Batch(params ImmutableArray<WalletCommand> commands) => new(commands);

    private static void AssertHash(string expected, KeyedCommand command) => Assert.Equal(expected, Hex(ContentHash.Of(command)));

    private static string Hex(Sha256Hash hash)
    {
        var bytes = new byte[Sha256Hash.Size];
        hash.CopyTo(bytes);
        return Convert.ToHexString(bytes);
    }
}
