namespace WalletKit.Tests.Sections;

// Transfers between currencies that name no rate.
public sealed partial class SectionTests
{
    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_rate_is_looked_up_for_a_transfer_that_names_none(string store, SectionKind kind)
    {
        var rates = new TestRates { Rate = 0.5m };
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var dollars = await host.OpenWithAsync(100m);
        var euros = (await host.Wallets.OpenAsync("user-2", "EUR", cancellationToken: Token)).Wallet;

        var results = await host.RunAsync(kind, [dollars.Id, euros.Id], (section, _) =>
        {
            section.Add(new Withdraw(dollars.Id, 1m));
            section.Add(new Transfer(dollars.Id, euros.Id, 10m));
            return Task.CompletedTask;
        });

        Assert.Equal(["USD to EUR"], rates.Asked);
        Assert.Equal(0.5m, results[1].Transaction!.Links.Exchange!.Rate);
        Assert.Equal((89m, 5m), (await host.BalanceAsync(dollars.Id), await host.BalanceAsync(euros.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_transfer_for_which_there_is_no_rate_changes_nothing(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => new TestRates { Rate = null }));
        var dollars = await host.OpenWithAsync(100m);
        var euros = (await host.Wallets.OpenAsync("user-2", "EUR", cancellationToken: Token)).Wallet;

        await Assert.ThrowsAsync<CurrencyMismatchException>(() => host.RunAsync(kind, [dollars.Id, euros.Id], (section, _) =>
        {
            section.Add(new Withdraw(dollars.Id, 1m));
            section.Add(new Transfer(dollars.Id, euros.Id, 10m));
            return Task.CompletedTask;
        }));

        Assert.Equal((100m, 0m), (await host.BalanceAsync(dollars.Id), await host.BalanceAsync(euros.Id)));
    }
}
