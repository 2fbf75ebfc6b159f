using WalletKit.Samples.Tests.Operations;

namespace WalletKit.Samples.Tests.PersonalData;

public sealed class PersonalDataPageTests
{
    [Fact]
    public void Every_example_of_the_page_is_the_code_that_the_tests_run() =>
        new ExamplePage("personal-data.md", "tests/WalletKit.Samples.Tests/PersonalData").AssertShowsTheCode();

    [Fact]
    public async Task A_wallet_and_an_owner_are_erased()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var walletId = (await wallets.OpenAsync("user-1", "USD", "savings")).Wallet.Id;
        await wallets.CloseAsync(walletId);
        var open = (await wallets.OpenAsync("user-1", "USD", "spending")).Wallet.Id;

        // [example: erase]
        await wallets.EraseAsync(walletId, new EraseOptions { Actor = "clerk-7", Reason = "asked for by mail" });
        await wallets.EraseOwnerAsync("user-1", new EraseOwnerOptions { Actor = "clerk-7", IncludeOpen = true });
        // [end]

        Assert.True((await wallets.GetWalletAsync(walletId)).IsErased);
        Assert.True((await wallets.GetWalletAsync(open)).IsErased);
    }
}
