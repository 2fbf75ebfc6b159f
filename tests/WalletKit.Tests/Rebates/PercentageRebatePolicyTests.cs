using Microsoft.Extensions.Options;
using WalletKit.Model.Money;
using WalletKit.Rebates;

namespace WalletKit.Tests.Rebates;

public sealed class PercentageRebatePolicyTests
{
    private readonly Settings _settings = new();

    [Theory]
    [InlineData(0, 50, "0")]
    [InlineData(0, 150, "2")]
    [InlineData(0, 250, "2")]
    [InlineData(0, 10_000, "100")]
    [InlineData(2, 10_000, "1.00")]
    [InlineData(2, 50, "0.00")]
    [InlineData(2, 51, "0.01")]
    [InlineData(2, 250, "0.02")]
    [InlineData(2, 350, "0.04")]
    [InlineData(3, 150, "0.002")]
    [InlineData(8, 12_345_650, "0.00123456")]
    [InlineData(18, long.MaxValue, "0.092233720368547758")]
    public async Task One_percent_of_a_deposit_is_rounded_half_to_even_to_the_exponent(int exponent, long minorUnits, string expected)
    {
        var policy = new PercentageRebatePolicy(_settings);

        var rebate = await policy.CalculateAsync(Context(minorUnits, exponent, policy.TermsFor(Deposit)!), Token);

        Assert.Equal(expected, rebate.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("0.01", MidpointRounding.ToEven, "rate=0.01;rounding=ToEven")]
    [InlineData("1", MidpointRounding.ToZero, "rate=1;rounding=ToZero")]
    [InlineData("0.000000000000000001", MidpointRounding.AwayFromZero, "rate=0.000000000000000001;rounding=AwayFromZero")]
    public async Task The_terms_say_rate_and_rounding_and_are_read_again(string rate, MidpointRounding rounding, string terms)
    {
        _settings.CurrentValue = new RebateOptions { Rate = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), Rounding = rounding };
        var policy = new PercentageRebatePolicy(_settings);

        Assert.Equal(terms, policy.TermsFor(Deposit));
        Assert.Equal(
            Percentage.Of(long.MaxValue, _settings.CurrentValue.Rate, rounding),
            await policy.CalculateAsync(Context(long.MaxValue, 0, terms), Token));
    }

    [Fact]
    public async Task Terms_that_were_kept_hold_whatever_the_rate_has_become()
    {
        var policy = new PercentageRebatePolicy(_settings);
        var earlier = policy.TermsFor(Deposit)!;

        _settings.CurrentValue = new RebateOptions { Rate = 0.5m, Rounding = MidpointRounding.AwayFromZero };

        Assert.Equal(1.00m, await policy.CalculateAsync(Context(10_000, 2, earlier), Token));
        Assert.Equal(50.00m, await policy.CalculateAsync(Context(10_000, 2, policy.TermsFor(Deposit)!), Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("terms")]
    [InlineData("rate=0.01")]
    [InlineData("rate=x;rounding=ToEven")]
    [InlineData("rate=0.01;rounding=Sideways")]
    [InlineData("tier=gold;rate=0.01;rounding=ToEven")]
    public async Task Terms_of_another_policy_are_an_error_and_never_a_guess(string terms)
    {
        var policy = new PercentageRebatePolicy(_settings);

        await Assert.ThrowsAsync<FormatException>(() => policy.CalculateAsync(Context(10_000, 2, terms), Token).AsTask());
    }

    // A host reloads its settings while deposits are made.
    [Fact]
    public async Task Each_of_many_deposits_at_once_gets_the_whole_terms_of_one_rate()
    {
        RebateOptions[] options = [new() { Rate = 0.01m }, new() { Rate = 0.25m }];
        string[] texts = ["rate=0.01;rounding=ToEven", "rate=0.25;rounding=ToEven"];
        var seen = 0;
        for (var round = 0; round < 200; round++)
        {
            // The policy is new each time, because only a new policy has not written its terms yet.
            var policy = new PercentageRebatePolicy(_settings);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
                () =>
                {
                    for (var i = 0; i < 500; i++)
                    {
                        _settings.CurrentValue = options[i & 1];
                        Assert.Contains(policy.TermsFor(Deposit), texts);
                        Interlocked.Increment(ref seen);
                    }
                },
                Token)));
        }

        Assert.Equal(400_000, seen);
    }

    private static Deposit Deposit => new(new WalletId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), 1m);

    private static RebateContext Context(long minorUnits, int exponent, string terms) => new()
    {
        Deposit = new WalletTransaction
        {
            WalletId = Deposit.WalletId,
            Sequence = 1,
            Type = TransactionType.Deposit,
            Currency = Currency.Declare("TEST", exponent),
            AmountMinorUnits = minorUnits,
            BalanceAfterMinorUnits = minorUnits,
            Version = 2,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        OwnerId = "owner",
        WalletName = "default",
        Terms = terms,
    };

    private sealed class Settings : IOptionsMonitor<RebateOptions>
    {
        public RebateOptions CurrentValue { get; set; } = new();

        public RebateOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<RebateOptions, string?> listener) => null;
    }
}
