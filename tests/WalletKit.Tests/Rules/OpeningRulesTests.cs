using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

public sealed class OpeningRulesTests
{
    private static readonly OpenWallet Command = new(Given.Id, "owner", Currency.FromIso("USD"));

    [Fact]
    public void A_new_wallet_begins_empty_at_version_one()
    {
        var decision = WalletRules.Decide(Command, default, Given.Now.AddTicks(7));

        var expected = new Wallet
        {
            Id = Given.Id,
            OwnerId = "owner",
            Name = "default",
            Currency = Currency.FromIso("USD"),
            Status = WalletStatus.Active,
            Version = 1,
            CreatedAt = Given.Now,
            UpdatedAt = Given.Now,
        };
        Assert.Equal(expected with { ChainHash = Entries.Open(expected, Command.Secrets.Texts, null).Hash }, decision.Result.Wallet);
        Assert.Equal(decision.Result.Wallet, decision.Changes!.Value.Opened);
        Assert.Empty(decision.Changes.Value.Transactions);
        Assert.False(decision.Result.Replayed);
    }

    [Theory]
    [InlineData(WalletStatus.Active)]
    [InlineData(WalletStatus.Frozen)]
    [InlineData(WalletStatus.Closed)]
    public void Opening_again_returns_the_wallet_that_stands_under_whatever_id_was_offered(WalletStatus status)
    {
        var standing = Given.Wallet(500, status);
        var again = new OpenWallet(new WalletId(new Guid(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)), "owner", Currency.FromIso("USD"));

        var decision = Given.Decide(again, standing);

        Assert.Same(standing, decision.Result.Wallet);
        Assert.True(decision.Result.Replayed);
        Assert.Null(decision.Changes);
    }

    [Fact]
    public void Opening_again_in_another_currency_is_refused_with_both_codes()
    {
        var refusal = Given.Decide(new OpenWallet(Given.Id, "owner", Currency.FromIso("EUR")), Given.Wallet()).Result.Refusal;

        Assert.Equal($"wallet {Given.Id} keeps USD, not EUR.", Assert.IsType<CurrencyMismatchException>(refusal).Message);
    }

    [Fact]
    public void Opening_again_under_the_same_code_with_other_decimals_returns_the_wallet_with_its_own()
    {
        var decision = Given.Decide(new OpenWallet(Given.Id, "owner", Currency.Restore("USD", 3)), Given.Wallet());

        Assert.Equal((true, 2), (decision.Result.Replayed, decision.Result.Wallet?.Currency.Exponent));
        Assert.Null(decision.Changes);
    }

    [Theory]
    [InlineData("someone else", "default")]
    [InlineData("owner", "savings")]
    public void An_id_that_is_another_wallets_already_is_refused(string ownerId, string name)
    {
        var refusal = Given.Decide(new OpenWallet(Given.Id, ownerId, Currency.FromIso("USD"), name), Given.Wallet()).Result.Refusal;

        Assert.Equal($"walletId {Given.Id} is another wallet's already.", Assert.IsType<InvalidInputException>(refusal).Message);
    }
}
