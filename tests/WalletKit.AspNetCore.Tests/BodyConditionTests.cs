using System.Text.Json.Nodes;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The conditions that a body may set for the wallet: its currency and its version.</summary>
public sealed class BodyConditionTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_call_that_names_another_currency_than_the_wallets_is_refused_and_nothing_is_done()
    {
        var (wallet, calls) = await StartAsync(call => !IsState(call) && !call.EndsWith("/void", StringComparison.Ordinal));

        Assert.Equal(6, calls.Count);
        foreach (var (path, body) in calls)
        {
            var answer = (await shared.Operator.PostAnswerAsync(path, With(body, "currency", "EUR"))).IsRefused(409, "currency_mismatch");
            Assert.Equal($"wallet {wallet.Id} keeps USD, not EUR.", answer["detail"]);
            (await shared.Operator.PostAnswerAsync(path, With(body, "currency", ""))).IsRefused(400, "invalid_input", "currency");
            (await shared.Operator.PostAnswerAsync(path, With(body, "currency", 7))).IsRefused(400, "invalid_input", "currency");
        }

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Fact]
    public async Task A_call_that_names_the_wallets_currency_is_done()
    {
        var (_, calls) = await StartAsync(call => !IsState(call) && !call.EndsWith("/void", StringComparison.Ordinal));

        foreach (var (path, body) in calls)
        {
            Assert.InRange((await shared.Operator.PostAnswerAsync(path, With(body, "currency", "USD"))).Status, 200, 201);
        }
    }

    [Fact]
    public async Task A_version_in_the_body_is_a_condition_as_If_Match_is()
    {
        var (wallet, calls) = await StartAsync(_ => true);

        Assert.Equal(13, calls.Count);
        foreach (var (path, body) in calls.OrderBy(call => IsRefused(call.Path)))
        {
            var version = (await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token)).Version;
            var answer = (await shared.Operator.PostAnswerAsync(path, With(body, "version", version - 1))).IsRefused(412, "concurrency_conflict");
            Assert.Contains($"is at version {version}, not the expected {version - 1}", answer["detail"], StringComparison.Ordinal);
            var done = await shared.Operator.PostAnswerAsync(path, With(body, "version", version));
            Assert.True(done.Status is 200 or 201 || IsRefused(path), $"{path}: {done.Body}");
        }

        // The wallet is not empty, not closed, and not ahead of the clock.
        static bool IsRefused(string path) => path.Split('/')[^1] is "close" or "erase" or "correct-time";
    }

    [Theory]
    [InlineData("2", "*", 200)]
    [InlineData("2", "\"2\"", 200)]
    [InlineData("null", "\"2\"", 200)]
    [InlineData("1", "\"2\"", 400)]
    [InlineData("2", "\"1\"", 400)]
    [InlineData("2", "W/\"2\"", 400)]
    [InlineData("2", "\"abc\"", 400)]
    [InlineData("0", null, 400)]
    [InlineData("-1", null, 400)]
    [InlineData("1.5", null, 400)]
    [InlineData("\"2\"", null, 400)]
    [InlineData("9223372036854775808", null, 400)]
    public async Task A_version_and_an_If_Match_that_disagree_are_a_bad_request(string version, string? tag, int status)
    {
        var wallet = await shared.Host.FundAsync(10m);
        (string, string)[] headers = tag is null ? [] : [("If-Match", tag)];

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", $$"""{"amount":1,"version":{{version}}}""", headers)).Is(status);

        if (status == 400)
        {
            answer.IsRefused(400, "invalid_input", "version");
            Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
        }
    }

    /// <summary>A wallet with money and holds, and the calls that change it, all of which are possible.</summary>
    private async Task<(Wallet Wallet, List<(string Path, string? Body)> Calls)> StartAsync(Func<string, bool> isWanted)
    {
        var (wallet, other) = (await shared.Host.FundAsync(100m), await shared.Host.FundAsync(0));
        await shared.Host.Wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token);
        var calls = Endpoints.OfAWallet(wallet.Id.ToString()).Where(call => call.Verb == "POST" && isWanted(call.Path))
            .Select(call => (
                call.Path.Replace("/holds/1/void", "/holds/2/void", StringComparison.Ordinal),
                call.Body?.Replace(Endpoints.Nobody.ToString(), other.Id.ToString(), StringComparison.Ordinal)))
            .ToList();
        return (await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token), calls);
    }

    private static bool IsState(string call) => call.EndsWith("freeze", StringComparison.Ordinal) || call.EndsWith("/close", StringComparison.Ordinal) || call.EndsWith("/erase", StringComparison.Ordinal) || call.EndsWith("/correct-time", StringComparison.Ordinal) || call.EndsWith("/credit-limit", StringComparison.Ordinal);

    private static string With(string? body, string name, JsonNode value)
    {
        var with = body is null ? [] : JsonNode.Parse(body)!.AsObject();
        with[name] = value;
        return with.ToJsonString();
    }
}
