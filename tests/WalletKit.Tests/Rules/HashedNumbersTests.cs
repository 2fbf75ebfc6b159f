using WalletKit.Model.Money;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

/// <summary>
/// The hashed byte of every transaction type and every rounding, each in a transaction whose hash another program made from docs/tamper-evidence.md.
/// </summary>
public sealed class HashedNumbersTests
{
    private static readonly TransactionId Other = new(Given.OtherId, 1);

    public static TheoryData<TransactionType, string> Types => new()
    {
        { TransactionType.Deposit, "97d13410cf851fa12c01942638006de83bd66ebab4dff135a5b16fa85e9ed88f" },
        { TransactionType.Withdrawal, "249a94519a9ec66d53522cec97fdafd060a44e13c1ab2cad9af70eac6fe7c180" },
        { TransactionType.Rebate, "7d9abcf00381858feb5cc74e3239b3ace97db40ee451f58d9c71eb425e7f39c2" },
        { TransactionType.TransferOut, "f97100a955c85bb7906d4a33cc9cf0c0f35514593116be0dbc69002b27be7c5f" },
        { TransactionType.TransferIn, "142da2c02f2608503b76e31bfbf634f006f42cda087629b76aea31d579bb696e" },
        { TransactionType.Capture, "75a218bc1b4fb2a3a40c9e75d5dade01673e831470924bc6aaa81dfd07e9dd7a" },
        { TransactionType.Reversal, "8d0cf02376e04cf36942fd20ca6dc02cf441f5b2bf24b5f14da6faafec5c37aa" },
    };

    public static TheoryData<MidpointRounding, string> Roundings => new()
    {
        { MidpointRounding.ToEven, "d25c595e957a9fa850cd1f9d8c2fee909005d32fc0aecddc727c90f7498f2994" },
        { MidpointRounding.AwayFromZero, "0fa5b52276a27ef29a193fc7a849605653e22c28eeb6435973b3c03c29d7ea71" },
        { MidpointRounding.ToZero, "d40b7910180692acb335be1aa75a30864b9dd6c111931377359159f45d743c11" },
        { MidpointRounding.ToNegativeInfinity, "da7745ed10c711a559677af7b45f1b1d28ad35b28ef4f77a16d7bec8ce0e429c" },
        { MidpointRounding.ToPositiveInfinity, "fd129d6681ee0aa53a62e34cb5f88b21effde3a2fd32c3dc8f53d50cef85ef95" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_type_of_transaction_has_its_hash(TransactionType type, string hash)
    {
        var isDebit = type is TransactionType.Withdrawal or TransactionType.TransferOut or TransactionType.Capture or TransactionType.Reversal;

        Assert.Equal(hash, HashOf(type, isDebit ? -100 : 100, isDebit ? 900 : 1_100, LinksOf(type)));
    }

    [Theory]
    [MemberData(nameof(Roundings))]
    public void Each_rounding_has_its_hash(MidpointRounding rounding, string hash) => Assert.Equal(hash, HashOf(
        TransactionType.TransferOut,
        -30_00,
        70_00,
        new TransactionLinks { Counterpart = Other, Exchange = new Exchange { Rate = 0.85m, Rounding = rounding, CounterpartCurrency = Currency.FromIso("EUR"), CounterpartMinorUnits = 25_50 } }));

    [Fact]
    public void No_type_and_no_rounding_is_left_out()
    {
        Assert.Equal(Enum.GetValues<TransactionType>().Order(), Types.Select(row => row.Data.Item1).Order());
        Assert.Equal(Enum.GetValues<MidpointRounding>().Order(), Roundings.Select(row => row.Data.Item1).Order());
    }

    private static TransactionLinks LinksOf(TransactionType type) => type switch
    {
        TransactionType.Rebate => new TransactionLinks { RebateOf = 1 },
        TransactionType.Reversal => new TransactionLinks { ReversalOf = 1 },
        TransactionType.Capture => new TransactionLinks { Hold = 1, HoldRemainingMinorUnits = 5 },
        TransactionType.TransferOut or TransactionType.TransferIn => new TransactionLinks { Counterpart = Other },
        _ => TransactionLinks.None,
    };

    private static string HashOf(TransactionType type, long amount, long after, TransactionLinks links) => HashChain.Next(default, new WalletTransaction
    {
        WalletId = Given.Id,
        Sequence = 2,
        Type = type,
        Currency = Currency.FromIso("USD"),
        AmountMinorUnits = amount,
        BalanceAfterMinorUnits = after,
        Version = 3,
        CreatedAt = Given.Opened.AddSeconds(1),
        Links = links,
    }).ToString();
}
