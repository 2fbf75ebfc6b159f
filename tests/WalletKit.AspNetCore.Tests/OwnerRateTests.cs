using System.Net;

namespace WalletKit.AspNetCore.Tests;

public sealed class OwnerRateTests
{
    [Theory]
    [InlineData("targetAmount")]
    [InlineData("rate")]
    public async Task An_owner_names_no_rate_and_no_target_amount(string field)
    {
        await using var host = await ApiHost.StartAsync();
        var (dollars, euros) = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: ApiHost.Token), await host.Wallets.OpenAsync("user-1", "EUR", "x", ApiHost.Token));
        await host.Wallets.DepositAsync(dollars.Id, 1m, cancellationToken: ApiHost.Token);
        using var owner = host.Client("user-1");

        using var response = await owner.PostAsync($"/wallets/{dollars.Id}/transfers", ApiHost.Json($$"""{"to":"{{euros.Id}}","amount":"0.01","{{field}}":"1000000"}"""), ApiHost.Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(field, (await ApiHost.ReadAsync(response)).GetProperty("field").GetString());
        Assert.Equal(0m, (await host.Wallets.GetBalanceAsync(euros.Id, ApiHost.Token)).Balance);
    }
}
