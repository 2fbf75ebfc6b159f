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

    private static readonly KeyedCommand[] All = [Deposit, Withdraw, Transfer, Place, Capture, Release, Reverse, Freeze, Unfreeze, Close, Limit];

    // A key belongs to one wallet. The other properties are expected by a command, quoted to it, or given by the service.
    private static readonly string[] NotContent =
    [
        nameof(KeyedCommand.WalletId), nameof(KeyedCommand.IdempotencyKey), nameof(KeyedCommand.ExpectedVersion), nameof(WalletKit.Deposit.RebateTerms), nameof(WalletKit.Deposit.EarnsRebate), nameof(WalletKit.Transfer.QuotedRate),

        // The rounding is content where something was rounded; see below.
        nameof(WalletKit.Transfer.Rounding),
        nameof(PlaceHold.MaxOpenHolds),
        nameof(WalletKit.Transfer.OwnerTerms),
    ];

    // The two commands of each entry differ in the named property alone.
    private static readonly (KeyedCommand Command, string Property, KeyedCommand Other)[] Differences =
    [
        (Deposit, "Amount", new Deposit(Given.Id, 12.51m)),
        (Withdraw, "Amount", new Withdraw(Given.Id, 12.51m)),
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
        (Limit, "Limit", Limit with { Limit = 100.01m }),
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
        AssertHash("E42FB5E95A0C588BD8F2A18D95445B47FF6F7CEC89E9C68AEF8816BEA0A27CE7", Transfer);
        AssertHash("3B8B6619912C9204A82A3D330F882D901723154BD8768A079974D90BDE3EF2D3", new Transfer(Given.Id, Given.OtherId, 1.00m)
        {
            Currency = "USD",
            Reference = "order-7",
            Metadata = Given.Metadata(("a", "1")),
            TargetAmount = 150.50m,
            Rounding = MidpointRounding.AwayFromZero,
        });
        AssertHash("29E42AE84E208945ADB31C35F0981294D67F218E77D6D91C4666C283DB132A7A", new Transfer(Given.Id, Given.OtherId, 1m) { Rate = SmallestRate });
        AssertHash("72BE9BBE82D079A13F23D02D5FF7B40EFA3B38901B2AD8F3D0F32BBC29C5749E", Place);
        AssertHash("BA1304E1ECCD5607944C3A4E06DB737743F84112C9ACA7778ADD810AF92D8109", Place with { ExpiresIn = TimeSpan.FromHours(1) });
        AssertHash("CAE5FA228BED72A23FF76F0869852C14D6D4D591CCCB2EC698076C50D0E9F97E", Capture);
        AssertHash("1A6F55B88935F84DFC90E969DA3354A08BC55C8F3ED0ACD00B29F3AEB272B87E", new CaptureHold(Hold, 0.40m) { KeepOpen = true, Reference = "order-7" });
        AssertHash("63CB89E82C0FC69E60D47E6DA2825E2C5F3DAE81D225DF7D8D19AD12911FAEAF", Release);
        AssertHash("39F76BBF09971C67F7E974B4C9F0451DD682B434B1F6FCADBAA16DFC6F9358B3", Reverse);
        AssertHash("EB3BEED3B8F453025425E8FA07BA0A33200CE33F06C905CA7C3B7F098A1BDB46", Reverse with { AllowOverdraft = true, Currency = "USD" });
        AssertHash("736844CB22C453CB6E1DE3A7C4599D9C197B3A9E970847B07BE600E3D03834DA", Freeze);
        AssertHash("D932EE0339A4A53064B656DAA3BF256AB66C262D27AFDE95FFEBC10EE71048FE", Unfreeze with { Reason = "\u00e9" });
        AssertHash("8A58B3B88C2A809BF83AE23C1BE143CDA9600916C45FF565DD724E20B09B773B", Close);
        AssertHash("1C03D7CCF4473976117CF81F0574308463D81A1933BF737DABE88934BC8B825E", Limit with { Reason = "why" });
    }

    [Fact]
    public void The_hash_of_a_batch_is_the_same_in_every_release()
    {
        Assert.Equal("73E9F5BBA080B0946DEBBC8D5B3AF8893C8B440E66BAEF9080B7FF864C3203D3", Hex(ContentHash.Of(new CommandBatch(Deposit))));
        Assert.Equal("CC865E4940CC357B93095B7F0691E9147405A3772B8E09F1E165B1476E81B3F5", Hex(ContentHash.Of(Batch(
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
        Assert.All(All, command => Assert.Equal(ContentHash.Of(command), ContentHash.Of(command with { IdempotencyKey = "key", ExpectedVersion = 3 })));
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
    [InlineData("1.0001", "B901CB05953CF94A73C93163E34888BB573DA11C5674313E20DF21302C38CB65")]
    [InlineData("1.0008", null)]
    public void A_rounding_is_content_only_where_something_was_rounded(string rate, string? expected)
    {
        var transfer = new Transfer(Given.Id, Given.OtherId, 12.5m) { Rate = decimal.Parse(rate, CultureInfo.InvariantCulture), Rounding = MidpointRounding.ToZero, IdempotencyKey = "key" };
        var state = new CommandState(Given.Wallet(balance: 2_000)) { Counterpart = Given.Other(currency: "EUR") };
        var first = WalletRules.Decide(transfer, state, Given.Now).Changes!.Value.Recorded!;
        Assert.Equal(expected ?? Hex(ContentHash.Of(transfer)), Hex(first.Content));

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
