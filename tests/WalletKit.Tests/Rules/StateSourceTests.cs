namespace WalletKit.Tests.Rules;

public class StateSourceTests
{
    [Fact]
    public void A_source_that_says_nothing_of_rebates_has_none()
    {
        var wallet = Given.Wallet();

        Assert.Null(new GivenHolds(wallet).FindRebate(new TransactionId(wallet.Id, 1)));
    }
}
