using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

public sealed class QueryTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_parameter_that_a_call_does_not_have_is_refused_by_name_on_every_call()
    {
        var wallet = await shared.Host.FundAsync(10m);
        var calls = Endpoints.OfAWallet(wallet.Id.ToString()).Append(("GET", "/wallets?ownerId=o", null)).Append(("POST", "/wallets", """{"ownerId":"o","currency":"USD"}"""));
        foreach (var (verb, path, body) in calls)
        {
            var answer = (await shared.Operator.AnswerAsync(Endpoints.Request(verb, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}tpye=deposit", body)))
                .IsRefused(400, "invalid_input", "tpye");
            Assert.StartsWith("tpye is no parameter of this call, which takes ", answer["detail"], StringComparison.Ordinal);
        }

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [InlineData("?nonsense", "nonsense")]
    [InlineData("?=1", "query")]
    [InlineData("?limit[]=1", "limit[]")]
    [InlineData("?limit%20=1", "limit ")]
    public async Task An_unknown_parameter_is_refused(string query, string field)
    {
        var wallet = await shared.Host.FundAsync(10m);

        (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/transactions{query}")).IsRefused(400, "invalid_input", field);
    }

    [Fact]
    public async Task A_name_of_any_length_is_told_in_64_characters()
    {
        var answer = (await shared.Operator.GetAnswerAsync($"/wallets/{Endpoints.Nobody}?{new string('x', 4_000)}=1")).Is(400);

        Assert.Equal(64, answer["field"]!.Length);
    }

    [Fact]
    public async Task Parameters_are_read_whatever_their_case()
    {
        var wallet = await shared.Host.FundAsync(10m);
        await shared.Host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);

        Assert.Equal(1, (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/transactions?Limit=1")).Is(200).Json.GetProperty("transactions").GetArrayLength());
        (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/transactions?Limit=1&limit=2")).IsRefused(400, "invalid_input", "limit");
    }

    [Fact]
    public async Task Parameters_that_the_host_reads_itself_are_let_through()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddWalletApi(options => options.HostQueryParameters.Add("api-version")));
        var wallet = await host.FundAsync(10m);
        using var client = host.Operator();

        (await client.GetAnswerAsync($"/wallets/{wallet.Id}?API-Version=1")).Is(200);
        (await client.GetAnswerAsync($"/wallets/{wallet.Id}?version=1")).IsRefused(400, "invalid_input", "version");
    }

    [Fact]
    public async Task Endpoints_that_the_host_adds_to_the_group_read_their_own_parameters()
    {
        await using var host = await ApiHost.StartAsync(map: app => app.MapWallets().MapGet("/reports/daily", (string day) => day));
        using var client = host.Client();

        var answer = (await client.GetAnswerAsync("/wallets/reports/daily?day=monday")).Is(200);

        Assert.Equal("monday", answer.Body);
        Assert.DoesNotContain("Cache-Control", answer.Headers.Keys);
    }

    [Theory]
    [InlineData("", "ownerId must be given.")]
    [InlineData("?ownerId=", "ownerId must not be empty.")]
    [InlineData("?ownerId=a&ownerId=b", "ownerId must be given once.")]
    public async Task A_missing_parameter_is_told_in_plain_words(string query, string detail) =>
        Assert.Equal(detail, (await shared.Operator.GetAnswerAsync($"/wallets{query}")).IsRefused(400, "invalid_input", "ownerId")["detail"]);
}
