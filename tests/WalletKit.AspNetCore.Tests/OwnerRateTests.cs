using System.Net;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class OwnerRateTests
{
    [Theory]
    [InlineData("targetAmount")]
    [InlineData("rate")]
    public async Task An_owner_names_no_rate_and_no_target_amount(string field)
    {
        await using var host = await ApiHost.StartAsync();
        var (dollars, euros) = ((await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet, (await host.Wallets.OpenAsync("user-1", "EUR", "x", cancellationToken: Token)).Wallet);
        await host.Wallets.DepositAsync(dollars.Id, 1m, cancellationToken: Token);
        using var owner = host.Client("user-1");

        using var response = await owner.PostAsync($"/wallets/{dollars.Id}/transfers", ApiHost.Json($$"""{"to":"{{euros.Id}}","amount":"0.01","{{field}}":"1000000"}"""), Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(field, (await ApiHost.ReadAsync(response)).GetProperty("field").GetString());
        Assert.Equal(0m, (await host.Wallets.GetBalanceAsync(euros.Id, Token)).Balance);
    }

    [Fact]
    public async Task An_owner_gains_nothing_by_rounding_however_small_the_transfers_are()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddWalletKit(wallets => wallets.AddExchangeRates(_ => new FixedRate(0.0066m))));
        var (yen, dollars) = ((await host.Wallets.OpenAsync("user-1", "JPY", cancellationToken: Token)).Wallet, (await host.Wallets.OpenAsync("user-1", "USD", "x", cancellationToken: Token)).Wallet);
        await host.Wallets.DepositAsync(yen.Id, 100m, cancellationToken: Token);
        using var owner = host.Client("user-1");
        using var teller = host.Operator();

        (await owner.PostAnswerAsync($"/wallets/{yen.Id}/transfers", $$"""{"to":"{{dollars.Id}}","amount":"1"}""")).IsRefused(400, "invalid_amount", "amount");
        (await owner.PostAnswerAsync($"/wallets/{yen.Id}/transfers", $$"""{"to":"{{dollars.Id}}","amount":"3"}""")).Is(200);
        Assert.Equal(0.01m, (await host.Wallets.GetBalanceAsync(dollars.Id, Token)).Balance);
        (await teller.PostAnswerAsync($"/wallets/{yen.Id}/transfers", $$"""{"to":"{{dollars.Id}}","amount":"3"}""")).Is(200);
        Assert.Equal(0.03m, (await host.Wallets.GetBalanceAsync(dollars.Id, Token)).Balance);
    }

    private sealed class FixedRate(decimal rate) : IExchangeRateProvider
    {
        public ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken) => new(rate);
    }
}
