using System.ComponentModel;
using System.Text.Json;

namespace WalletKit.Tests;

/// <summary>Values that hosts keep, send, and log come back from JSON unchanged.</summary>
public sealed class JsonTests
{
    private static readonly WalletId s_id = new(new Guid("019b7c1e-0a00-7000-8000-000000000001"));
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly WalletTransaction s_transaction = new()
    {
        WalletId = s_id,
        Sequence = 3,
        Type = TransactionType.TransferOut,
        Currency = Currency.FromIso("USD"),
        AmountMinorUnits = -1_050,
        BalanceAfterMinorUnits = 8_950,
        Version = 4,
        CreatedAt = s_now,
        Reference = "order-7",
        Metadata = TransactionMetadata.From([KeyValuePair.Create("channel", "web"), KeyValuePair.Create("note", "\"quoted\" ünïcode")]),
        Links = new TransactionLinks
        {
            Counterpart = new TransactionId(new WalletId(Guid.NewGuid()), 5),
            Exchange = new Exchange { Rate = 0.85m, Rounding = MidpointRounding.ToEven, CounterpartCurrency = Currency.Declare("POINTS", 0), CounterpartMinorUnits = 9 },
        },
        Hash = Sha256Hash.Of("hash"u8),
    };

    private static readonly Wallet s_wallet = new()
    {
        Id = s_id,
        OwnerId = "user-1",
        Name = "default",
        Currency = Currency.Declare("POINTS", 3),
        Status = WalletStatus.Frozen,
        BalanceMinorUnits = 8_950,
        CreditLimitMinorUnits = 100,
        LastSequence = 3,
        Version = 4,
        CreatedAt = s_now,
        UpdatedAt = s_now.AddDays(1),
        ChainHash = Sha256Hash.Of("chain"u8),
        Holds = new HoldTotals { HeldMinorUnits = 5, LastNumber = 2, OpenCount = 1, NextExpiry = s_now.AddHours(1), EndedThrough = new EndedThrough(s_now, 1) },
    };

    private static readonly Hold s_hold = new()
    {
        Id = new HoldId(s_id, 2),
        Currency = Currency.FromIso("JPY"),
        AmountMinorUnits = 10,
        CapturedMinorUnits = 5,
        ExpiresAt = s_now.AddHours(1),
        CreatedAt = s_now,
        UpdatedAt = s_now,
    };

    private static readonly Rebate s_rebate = new()
    {
        Deposit = s_transaction.Id,
        Terms = new RebateTerms("percentage", "rate=0.01"),
        Status = RebateStatus.Dead,
        Attempts = 10,
        DueAt = s_now,
        UpdatedAt = s_now,
        Reason = "boom",
    };

    private static readonly WalletEvent s_event = new()
    {
        WalletId = s_id,
        Version = 5,
        Type = WalletEventType.CreditLimitSet,
        Currency = Currency.FromIso("USD"),
        CreditLimitMinorUnits = 100,
        Reason = "good customer",
        CreatedAt = s_now,
    };

    public static TheoryData<string> Values => [.. s_values.Keys];

    private static readonly Dictionary<string, object> s_values = new object[]
    {
        s_id, s_transaction.Id, s_hold.Id, Currency.FromIso("USD"), Currency.Declare("POINTS", 0), Sha256Hash.Of("hash"u8), s_transaction.Metadata, s_transaction.Links, s_transaction,
        s_wallet, s_hold, s_rebate, s_event, s_rebate.Terms, new EndedThrough(s_now, 1), s_wallet.Holds,
        new OpenReceipt { Wallet = s_wallet, Replayed = true },
        new TransactionReceipt { Transaction = s_transaction, Replayed = true },
        new TransferReceipt { Outgoing = s_transaction, Incoming = s_transaction, Replayed = false },
        new HoldReceipt { Hold = s_hold, Version = 3, Replayed = false },
        new EventReceipt { Event = s_event, Replayed = true },
        new RebatePass { Paid = 1, NothingDue = 2, Cancelled = 3, Failed = 4, Dead = 5 },
    }.ToDictionary(value => $"{value.GetType().Name} {value}", StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_comes_back_as_it_was(string name)
    {
        var value = s_values[name];

        Assert.Equal(value, JsonSerializer.Deserialize(JsonSerializer.Serialize(value, value.GetType()), value.GetType()));
    }

    public static TheoryData<string> PublicTypes => [.. PublicValues.Types.Select(type => type.ToString())];

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void A_value_of_each_public_type_comes_back_with_all_its_properties(string name)
    {
        var type = PublicValues.Types.Single(type => type.ToString() == name);
        var value = PublicValues.Of(type);

        var json = JsonSerializer.Serialize(value, type);
        var again = JsonSerializer.Deserialize(json, type);

        Assert.True(PublicValues.AreSame(value, again), $"{json}\n{JsonSerializer.Serialize(again, type)}");
    }

    [Fact]
    public void An_identity_is_one_text_also_as_a_key()
    {
        Assert.Equal($"\"{s_id}\"", JsonSerializer.Serialize(s_id));
        Assert.Equal($"\"{s_id}/3\"", JsonSerializer.Serialize(s_transaction.Id));
        var byWallet = new Dictionary<WalletId, int> { [s_id] = 7 };
        Assert.Equal(byWallet, JsonSerializer.Deserialize<Dictionary<WalletId, int>>(JsonSerializer.Serialize(byWallet)));
    }

    [Theory]
    [InlineData("USD", "USD", 2)]
    [InlineData("POINTS/0", "POINTS", 0)]
    [InlineData("ETH/18", "ETH", 18)]
    public void A_currency_is_a_code_of_ISO_4217_or_a_code_with_its_decimals(string text, string code, int exponent)
    {
        var currency = Currency.Parse(text, null);

        Assert.Equal((code, exponent), (currency.Code, currency.Exponent));
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(currency));
    }

    [Theory]
    [InlineData("\"POINTS\"")]
    [InlineData("\"usd\"")]
    [InlineData("\"USD/19\"")]
    [InlineData("\"USD/-1\"")]
    [InlineData("7")]
    public void A_text_that_is_no_currency_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Currency>(json));

    [Theory]
    [InlineData("019b7c1e-0a00-7000-8000-000000000001")]
    [InlineData("019b7c1e-0a00-7000-8000-000000000001/0")]
    [InlineData("019b7c1e-0a00-7000-8000-000000000001/01")]
    [InlineData("019b7c1e-0a00-7000-8000-000000000001/+1")]
    [InlineData("/1")]
    [InlineData("")]
    public void A_text_that_is_no_transaction_is_refused(string text)
    {
        Assert.False(TransactionId.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => HoldId.Parse(text, null));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TransactionId>($"\"{text}\""));
    }

    [Fact]
    public void Values_are_converted_from_text_for_configuration_and_routes()
    {
        Assert.Equal(s_id, TypeDescriptor.GetConverter(typeof(WalletId)).ConvertFromInvariantString(s_id.ToString()));
        Assert.Equal(s_transaction.Id, TypeDescriptor.GetConverter(typeof(TransactionId)).ConvertFromInvariantString(s_transaction.Id.ToString()));
        Assert.Equal(s_hold.Id, TypeDescriptor.GetConverter(typeof(HoldId)).ConvertFromInvariantString(s_hold.Id.ToString()));
        Assert.Equal(Currency.FromIso("EUR"), TypeDescriptor.GetConverter(typeof(Currency)).ConvertFromInvariantString("EUR"));
        Assert.Equal(s_wallet.ChainHash, TypeDescriptor.GetConverter(typeof(Sha256Hash)).ConvertFromInvariantString(s_wallet.ChainHash.ToString()));
    }
}
