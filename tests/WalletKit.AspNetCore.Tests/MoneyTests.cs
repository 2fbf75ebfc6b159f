using System.Net;

namespace WalletKit.AspNetCore.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("100.10", "100.10")]
    [InlineData("\"100.10\"", "100.10")]
    [InlineData("1e2", "100.00")]
    [InlineData("\"1E+2\"", "100.00")]
    [InlineData("0.1", "0.10")]
    [InlineData("100.1000000000000000000000000000000000", "100.10")]
    [InlineData("92233720368547758.07", "92233720368547758.07")]
    public async Task An_amount_is_read_exactly_however_it_is_written(string amount, string booked)
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: ApiHost.Token);
        using var client = host.Operator();

        using var response = await client.PostAsync($"/wallets/{wallet.Id}/deposit", ApiHost.Json($$"""{"amount":{{amount}}}"""), ApiHost.Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(booked, (await ApiHost.ReadAsync(response)).GetProperty("amount").GetString());
    }
}
