using CsCheck;
using WalletKit.Commands;

namespace WalletKit.Tests.Rules;

public sealed class ContentHashTests
{
    private static readonly Deposit Deposit = new(Given.Id, 12.5m)
    {
        Currency = "USD",
        Reference = "order-7",
        Metadata = Given.Metadata(("a", "1"), ("b", "2")),
    };

    // Another program made these from the description of the format. A release that changes one breaks every key in use.
    [Fact]
    public void The_hash_of_a_content_is_the_same_in_every_release()
    {
        Assert.Equal("64D5C5A67D07062D7A1169121D31EF8AD8F7821F312BFFBFF8B71C1F61008995", Hex(new Deposit(Given.Id, 12.50m)));
        Assert.Equal("016175B2248A4F119879BF0F8E30EBE27B0581AAF2E7B75DC2542AD9759D1D22", Hex(new Withdraw(Given.Id, 0.00000001m)
        {
            Currency = "BTC",
            Reference = "order-7 \u00e9\U0001F600",
            Metadata = Given.Metadata(("b", ""), ("a", "1")),
        }));
        Assert.Equal("6B9BF171C3C606E684BF8214A6A4B8D86A309F2EE8B63CCA08DCBEE48097724B", Hex(new Deposit(Given.Id, decimal.MaxValue)
        {
            Currency = "USD",
            Metadata = Given.Metadata(("k", "v")),
        }));
    }

    [Fact]
    public void Amounts_of_equal_value_are_the_same_content()
    {
        Assert.Equal(Hex(new Deposit(Given.Id, 1.5m)), Hex(new Deposit(Given.Id, 1.50m)));
        Assert.Equal(Hex(new Deposit(Given.Id, 100m)), Hex(new Deposit(Given.Id, 100.0000000000000000000000000m)));
    }

    [Fact]
    public void Trailing_zeros_never_change_the_content_and_any_digit_does() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Int[0, 18], Gen.Int[0, 9]).Sample((minorUnits, exponent, zeros) =>
        {
            var amount = MinorUnits.ToDecimal(minorUnits, exponent);
            var padded = amount;
            for (var i = 0; i < zeros && padded.Scale < 28 && padded < 1_000_000_000; i++)
            {
                padded *= 1.0m;
            }

            Assert.Equal(Hex(new Deposit(Given.Id, amount)), Hex(new Deposit(Given.Id, padded)));
            Assert.NotEqual(Hex(new Deposit(Given.Id, amount)), Hex(new Deposit(Given.Id, MinorUnits.ToDecimal(minorUnits - 1, exponent))));
        });

    [Fact]
    public void Values_that_are_not_content_do_not_change_the_hash() =>
        Assert.Equal(Hex(Deposit), Hex(Deposit with
        {
            IdempotencyKey = "key",
            ExpectedVersion = 3,
            RebateTerms = new RebateTerms("other", "terms"),
            Metadata = Given.Metadata(("b", "2"), ("a", "1")),
        }));

    [Fact]
    public void A_difference_in_any_field_changes_the_hash()
    {
        KeyedCommand[] contents =
        [
            Deposit,
            new Withdraw(Given.Id, 12.5m) { Currency = "USD", Reference = "order-7", Metadata = Deposit.Metadata },
            new Deposit(Given.Id, 12.51m) { Currency = "USD", Reference = "order-7", Metadata = Deposit.Metadata },
            Deposit with { Currency = null },
            Deposit with { Currency = "EUR" },
            Deposit with { Reference = null },
            Deposit with { Reference = "order-8" },
            Deposit with { Metadata = TransactionMetadata.Empty },
            Deposit with { Metadata = Given.Metadata(("a", "1")) },
            Deposit with { Metadata = Given.Metadata(("a", "1"), ("b", "")) },
            Deposit with { Metadata = Given.Metadata(("a", "2"), ("b", "1")) },
            Deposit with { Metadata = Given.Metadata(("a", "1"), ("B", "2")) },
        ];

        Assert.Equal(contents.Length, contents.Select(Hex).Distinct().Count());
    }

    [Fact]
    public void No_two_contents_run_into_the_same_bytes()
    {
        var text = Gen.Char["ab"].Array[0, 2].Select(chars => new string(chars));
        var optional = Gen.OneOf(text, Gen.Const((string)null!));
        var pairs = Gen.Select(text, text, (key, value) => KeyValuePair.Create(key, value)).Array[0, 2]
            .Select(all => TransactionMetadata.From(all.DistinctBy(pair => pair.Key)));
        var content = Gen.Select(Gen.Int[1, 2], optional, optional, pairs, (amount, currency, reference, metadata) =>
            new Deposit(Given.Id, amount) { Currency = currency, Reference = reference, Metadata = metadata });

        // The texts are short and have two letters, so that contents that differ only in the end of one field come up often.
        Gen.Select(content, content).Sample((one, other) => Assert.Equal(one == other, Hex(one) == Hex(other)), iter: 20_000);
    }

    [Fact]
    public void A_hash_comes_back_from_its_bytes()
    {
        var bytes = new byte[Sha256Hash.Size];
        ContentHash.Of(Deposit).CopyTo(bytes);

        Assert.Equal(ContentHash.Of(Deposit), new Sha256Hash(bytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sha256Hash(bytes.AsSpan(1)));
    }

    private static string Hex(KeyedCommand command)
    {
        var bytes = new byte[Sha256Hash.Size];
        ContentHash.Of(command).CopyTo(bytes);
        return Convert.ToHexString(bytes);
    }
}
