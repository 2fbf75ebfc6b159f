using System.Globalization;
using WalletKit.Model;
using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

/// <summary>The available balance, where balance, limit and holds may each fill 64 bits, and exceed them together.</summary>
public sealed class FundsTests
{
    [Theory]
    [InlineData(0, 0, 0, "0")]
    [InlineData(100, 30, 50, "80")]
    [InlineData(-30, 100, 50, "20")]
    [InlineData(long.MaxValue, long.MaxValue, 0, "18446744073709551614")]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, "9223372036854775807")]
    [InlineData(long.MinValue, 0, long.MaxValue, "-18446744073709551615")]
    public void Available_is_balance_and_limit_without_what_is_held(long balance, long limit, long held, string expected)
    {
        var wallet = Given.Wallet(balance) with { CreditLimitMinorUnits = limit, Holds = new HoldTotals { HeldMinorUnits = held } };

        var available = Funds.Available(wallet);

        Assert.Equal(expected, available.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(available < 0, Entries.Change(wallet with { IsOverdrawn = true }, Given.Now).IsOverdrawn);
        Assert.False(Entries.Change(wallet, Given.Now).IsOverdrawn);
        Assert.Equal(Funds.ToUnits(available, wallet), WalletBalance.Of(wallet).Available);
        Assert.Equal(Funds.ToUnits(available, wallet), wallet.Available);
    }

    [Fact]
    public void A_reader_sees_a_wallet_without_what_has_expired()
    {
        var (expired, standing) = (Given.Hold(100, Given.Now, captured: 40), Given.Hold(7, Given.Now.AddMicroseconds(1), number: 2));
        var wallet = Given.Holding(Given.Wallet(50) with { IsOverdrawn = true }, expired, standing);
        var states = new GivenHolds(wallet, expired, standing);

        Assert.Same(wallet, states.AsOf(wallet, Given.Now.AddMicroseconds(-1)));
        Assert.True(wallet is { Held: 0.67m, Available: -0.17m, IsOverdrawn: true });

        var read = states.AsOf(wallet, Given.Now);
        Assert.True(read is { Held: 0.07m, Available: 0.43m, IsOverdrawn: false });
        Assert.Equal((wallet.Version, wallet.Holds.OpenCount, standing.ExpiresAt), (read.Version, read.Holds.OpenCount, read.Holds.NextExpiry));
        Assert.True((wallet with { BalanceMinorUnits = 6 }).AsOf(60, null) is { Available: -0.01m, IsOverdrawn: true });
    }

    [Fact]
    public void A_balance_is_said_with_all_its_parts()
    {
        var wallet = Given.Wallet(150) with { CreditLimitMinorUnits = 1_000, Holds = new HoldTotals { HeldMinorUnits = 70 } };

        Assert.Equal(
            new WalletBalance { WalletId = Given.Id, Currency = wallet.Currency, Balance = 1.50m, Held = 0.60m, CreditLimit = 10m, Available = 10.90m, Version = 7 },
            WalletBalance.Of(wallet.AsOf(expiredMinorUnits: 10, nextExpiry: null)));
    }

    [Fact]
    public void A_reader_sees_a_hold_as_expired_from_its_time_on()
    {
        Assert.Equal(HoldStatus.Open, Given.Hold(100, Given.Now).AsOf(Given.Now.AddMicroseconds(-1), null).Status);
        Assert.Equal((HoldStatus.Expired, 0), (Given.Hold(100, Given.Now).AsOf(Given.Now, null).Status, Given.Hold(100, Given.Now).AsOf(Given.Now, null).RemainingMinorUnits));
        Assert.Equal(HoldStatus.Open, Given.Hold().AsOf(DateTimeOffset.MaxValue, new EndedThrough(DateTimeOffset.MaxValue, 9)).Status);
        Assert.Equal(HoldStatus.Voided, Given.Hold(100, Given.Now, status: HoldStatus.Voided).AsOf(Given.Now, new EndedThrough(Given.Now, 9)).Status);
    }

    [Theory]
    [InlineData(0, 3, true)]
    [InlineData(-1, 3, false)]
    [InlineData(0, 2, false)]
    public void A_reader_sees_a_hold_that_the_wallet_has_ended_as_expired_whatever_the_clock_says(int microseconds, long number, bool hasEnded) =>
        Assert.Equal(
            hasEnded ? HoldStatus.Expired : HoldStatus.Open,
            Given.Hold(100, Given.Now, number: 3).AsOf(Given.Opened, new EndedThrough(Given.Now.AddMicroseconds(microseconds), number)).Status);

    [Theory]
    [InlineData("0", 2, "0.00")]
    [InlineData("-1", 18, "-0.000000000000000001")]
    [InlineData("27670116110564327422", 0, "27670116110564327422")]
    [InlineData("-27670116110564327423", 18, "-27.670116110564327423")]
    public void Sums_past_64_bits_are_said_exactly(string minorUnits, int exponent, string expected)
    {
        var wallet = Given.Wallet() with { Currency = Currency.Declare("POINTS", exponent) };

        Assert.Equal(expected, Funds.ToUnits(Int128.Parse(minorUnits, CultureInfo.InvariantCulture), wallet).ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(long.MaxValue, "0", false)]
    [InlineData(long.MaxValue, "1", true)]
    [InlineData(long.MinValue, "-1", true)]
    [InlineData(long.MinValue, "18446744073709551615", false)]
    [InlineData(long.MaxValue, "-18446744073709551616", true)]
    [InlineData(0, "-9223372036854775808", false)]
    [InlineData(0, "9223372036854775808", true)]
    public void A_balance_keeps_to_64_bits(long balance, string change, bool isPast) =>
        Assert.Equal(isPast, Entries.IsPastRange(Given.Wallet(balance), Int128.Parse(change, CultureInfo.InvariantCulture)));
}
