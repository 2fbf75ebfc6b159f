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
        { TransactionType.Deposit, "4b3548b11c57df6195cfe86eccabd96fc35d7061cc5e3fa09a935152d972e694" },
        { TransactionType.Withdrawal, "5ee5f40770ac784f34aef8f16a367334c64d9d7d6c2e68108d466309b7507cb7" },
        { TransactionType.Rebate, "7d9abcf00381858feb5cc74e3239b3ace97db40ee451f58d9c71eb425e7f39c2" },
        { TransactionType.TransferOut, "5f02cd842e6b21fb613dde0dfafe9a8597655e749dffa831e331f811c236cbb9" },
        { TransactionType.TransferIn, "532a658b1c2e00a355fa27a64381dde66aec14656967b254d0f9b2a3d9c5b7b9" },
        { TransactionType.Capture, "71625eaa4eec2674bd58811fd7114000412f159c858fcee8ed52bf2ab4fa9625" },
        { TransactionType.Reversal, "c3ef5fecc2b8c29c6d96e87268b0a9b619b33ba7bc1801f8a0c2e3fd980d56b0" },
    };

    public static TheoryData<MidpointRounding, string> Roundings => new()
    {
        { MidpointRounding.ToEven, "bc3027000ecef33dcaf9ecd88be013946412b0974d4b383377829e1d57c913f3" },
        { MidpointRounding.AwayFromZero, "c5d694e28ff7b2e4297f94aafbf3b51b58c6b83b8ca05e7865c1a9ec9df6b586" },
        { MidpointRounding.ToZero, "b78a6f733ece550e622e53e99748c295895760599db077f2a6b61ed09c14656e" },
        { MidpointRounding.ToNegativeInfinity, "3f8e4b2dede3d3a0bb3cfa495f44c12586b1f5c12bd24245f58e8aa018381801" },
        { MidpointRounding.ToPositiveInfinity, "c2065bde322e6767262ae5566dd05c602de596b7ec5bbc32f1e42d278063ff6c" },
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
        new TransactionLinks { Counterpart = Other, Exchange = new Exchange(0.85m, rounding, Currency.FromIso("EUR"), 25_50) }));

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
