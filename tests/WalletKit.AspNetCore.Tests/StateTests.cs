namespace WalletKit.AspNetCore.Tests;

public sealed class StateTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_wallet_is_frozen_unfrozen_and_closed()
    {
        var wallet = await shared.Host.FundAsync(10m);
        var path = $"/wallets/{wallet.Id}";

        var frozen = (await shared.Operator.PostAnswerAsync($"{path}/freeze", """{"reason":"stolen card"}""")).Is(200);
        Assert.Equal(("frozen", "stolen card", wallet.Id.ToString()), (frozen["type"], frozen["reason"], frozen["walletId"]));
        Assert.Equal("\"3\"", frozen.ETag);
        Assert.Equal(
            $"wallet {wallet.Id} is frozen already.", (await shared.Operator.PostAnswerAsync($"{path}/freeze")).IsRefused(409, "wallet_already_frozen")["detail"]);
        (await shared.Operator.PostAnswerAsync($"{path}/withdraw", """{"amount":1}""")).IsRefused(409, "wallet_frozen");
        (await shared.Operator.PostAnswerAsync($"{path}/holds", """{"amount":1}""")).IsRefused(409, "wallet_frozen");
        (await shared.Operator.PostAnswerAsync($"{path}/deposit", """{"amount":1}""")).Is(200);
        Assert.Equal("frozen", (await shared.Operator.GetAnswerAsync(path)).Is(200)["status"]);

        Assert.Equal("unfrozen", (await shared.Operator.PostAnswerAsync($"{path}/unfreeze")).Is(200)["type"]);
        (await shared.Operator.PostAnswerAsync($"{path}/unfreeze")).IsRefused(409, "wallet_not_frozen");

        (await shared.Operator.PostAnswerAsync($"{path}/close")).IsRefused(409, "wallet_not_empty");
        (await shared.Operator.PostAnswerAsync($"{path}/withdraw", """{"amount":11}""")).Is(200);
        Assert.Equal("closed", (await shared.Operator.PostAnswerAsync($"{path}/close", "{}")).Is(200)["type"]);
        foreach (var (verb, call, body) in Endpoints.OfAWallet(wallet.Id.ToString()).Where(each => each.Verb == "POST" && !each.Path.Contains("/holds/", StringComparison.Ordinal) && !each.Path.EndsWith("/erase", StringComparison.Ordinal) && !each.Path.EndsWith("/correct-time", StringComparison.Ordinal)))
        {
            var toItself = call.EndsWith("/transfers", StringComparison.Ordinal) ? body!.Replace(Endpoints.Nobody.ToString(), (await shared.Host.FundAsync(0)).Id.ToString(), StringComparison.Ordinal) : body;
            (await shared.Operator.AnswerAsync(Endpoints.Request(verb, call, toItself))).IsRefused(409, "wallet_closed");
        }
    }

    [Fact]
    public async Task The_time_of_a_wallet_that_is_ahead_is_corrected()
    {
        var clock = new SettableClock(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        using var client = host.Operator();
        var wallet = await host.FundAsync(10m);
        var path = $"/wallets/{wallet.Id}";
        (await client.PostAnswerAsync($"{path}/correct-time")).IsRefused(409, "wallet_time_not_ahead");
        clock.Set(TimeSpan.FromDays(-365));

        var corrected = (await client.PostAnswerAsync($"{path}/correct-time", """{"reason":"a wrong clock"}""")).Is(200);

        Assert.Equal(("time_corrected", "a wrong clock"), (corrected["type"], corrected["reason"]));
        (await client.PostAnswerAsync($"{path}/correct-time")).IsRefused(409, "wallet_time_not_ahead");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public async Task A_malformed_reason_is_refused(string reason)
    {
        var wallet = await shared.Host.FundAsync(0);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/freeze", $$"""{"reason":{{reason}}}""")).IsRefused(400, "invalid_input", "reason");
    }

    [Fact]
    public async Task A_reason_has_at_most_500_characters()
    {
        var wallet = await shared.Host.FundAsync(0);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/freeze", $$"""{"reason":"{{new string('r', 501)}}"}""")).IsRefused(400, "invalid_input", "reason");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/freeze", $$"""{"reason":"{{new string('r', 500)}}"}""")).Is(200);
    }
}
