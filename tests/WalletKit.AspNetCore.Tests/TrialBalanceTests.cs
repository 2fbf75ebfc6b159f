namespace WalletKit.AspNetCore.Tests;

/// <summary>The totals of all wallets and accounts over HTTP.</summary>
[Slow]
public sealed class TrialBalanceTests
{
    [Fact]
    public async Task An_operator_reads_the_totals_of_now_and_of_an_earlier_place()
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.FundAsync(10m, "user-1");
        await host.Wallets.WithdrawAsync(wallet.Id, 2.5m, new() { Account = "bank:eu" }, Token);
        using var client = host.Operator();

        var first = (await client.GetAnswerAsync("/wallets/trial-balance")).Is(200);
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
        var later = (await client.GetAnswerAsync("/wallets/trial-balance")).Is(200);

        const string Expected = """[{"currency":"USD","exponent":2,"wallets":"7.50","accounts":[{"account":"bank:eu","total":"2.50"},{"account":"external","total":"-10.00"}]}]""";
        Assert.Equal(Expected, first.Json.GetProperty("currencies").GetRawText());
        Assert.True(first.Json.GetProperty("isBalanced").GetBoolean());
        Assert.Equal("8.50", later.Json.GetProperty("currencies")[0].GetProperty("wallets").GetString());
        Assert.Equal(first.Body, (await client.GetAnswerAsync($"/wallets/trial-balance?asOf={first["place"]}")).Is(200).Body);
    }

    [Fact]
    public async Task Totals_past_64_bits_are_written_with_all_their_digits()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var owner in (string[])["user-1", "user-2"])
        {
            await host.FundAsync(Currency.FromIso("USD").MaxBalance, owner);
        }

        using var client = host.Operator();

        Assert.Equal("184467440737095516.14", (await client.GetAnswerAsync("/wallets/trial-balance")).Is(200).Json.GetProperty("currencies")[0].GetProperty("wallets").GetString());
    }

    [Fact]
    public async Task A_place_that_is_none_is_refused_with_its_parameter_and_an_owner_reads_no_totals()
    {
        await using var host = await ApiHost.StartAsync();
        await host.FundAsync(10m, "user-1");
        using var client = host.Operator();
        using var owner = host.Client("user-1");

        (await client.GetAnswerAsync("/wallets/trial-balance?asOf=5")).IsRefused(400, "invalid_input", "asOf");
        (await client.GetAnswerAsync("/wallets/trial-balance?asOf=")).IsRefused(400, "invalid_input", "asOf");
        (await owner.GetAnswerAsync("/wallets/trial-balance")).IsRefused(403, "forbidden");
    }
}
