using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class ETagTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task The_ETag_of_each_answer_is_the_version_to_go_on_from()
    {
        var wallet = await shared.Host.FundAsync(10m);
        var path = $"/wallets/{wallet.Id}";
        var tag = (await shared.Operator.GetAnswerAsync(path)).Is(200).ETag!;

        Assert.Equal(tag, (await shared.Operator.GetAnswerAsync($"{path}/balance")).Is(200).ETag);
        tag = (await shared.Operator.PostAnswerAsync($"{path}/deposit", """{"amount":1}""", ("If-Match", tag))).Is(200).ETag!;
        tag = (await shared.Operator.PostAnswerAsync($"{path}/withdraw", """{"amount":1}""", ("If-Match", tag))).Is(200).ETag!;
        tag = (await shared.Operator.PostAnswerAsync($"{path}/holds", """{"amount":2}""", ("If-Match", tag))).Is(201).ETag!;
        tag = (await shared.Operator.PostAnswerAsync($"{path}/holds/1/capture", """{"amount":1,"keepOpen":true}""", ("If-Match", tag))).Is(200).ETag!;
        tag = (await shared.Operator.PostAnswerAsync($"{path}/holds/1/void", null, ("If-Match", tag))).Is(200).ETag!;
        tag = (await shared.Operator.PostAnswerAsync($"{path}/freeze", null, ("If-Match", tag))).Is(200).ETag!;
        tag = (await shared.Operator.PostAnswerAsync($"{path}/unfreeze", null, ("If-Match", tag))).Is(200).ETag!;
        tag = (await shared.Operator.PostAnswerAsync($"{path}/transactions/3/reverse", null, ("If-Match", tag))).Is(200).ETag!;

        Assert.Equal(tag, (await shared.Operator.GetAnswerAsync(path)).Is(200).ETag);
    }

    [Fact]
    public async Task Any_other_version_is_a_failed_precondition_on_every_call_that_changes_a_wallet()
    {
        var (wallet, other) = (await shared.Host.FundAsync(10m), await shared.Host.FundAsync(0));
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token);
        var before = await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token);
        foreach (var (verb, path, body) in Endpoints.OfAWallet(wallet.Id.ToString()).Where(each => each.Verb == "POST"))
        {
            var to = body?.Replace(Endpoints.Nobody.ToString(), other.Id.ToString(), StringComparison.Ordinal);
            var answer = (await shared.Operator.AnswerAsync(Endpoints.Request(verb, path, to), ("If-Match", "\"2\""))).IsRefused(412, "concurrency_conflict");
            Assert.Contains("version 3", answer["detail"], StringComparison.Ordinal);
        }

        Assert.Equal(before, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Fact]
    public async Task A_star_matches_any_version()
    {
        var wallet = await shared.Host.FundAsync(10m);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", ("If-Match", "*"))).Is(200);
    }

    [Theory]
    [InlineData("\"02\"")]
    [InlineData("\"002\"")]
    [InlineData("\"+2\"")]
    [InlineData("\"2.0\"")]
    [InlineData("\"0\"")]
    [InlineData("\"\"")]
    [InlineData("\"abc\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("W/\"2\"")]
    [InlineData("W/\"1\"")]
    public async Task A_tag_that_was_never_given_out_or_a_weak_one_matches_no_version(string tag)
    {
        var wallet = await shared.Host.FundAsync(10m);

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", ("If-Match", tag))).IsRefused(412, "concurrency_conflict");

        Assert.Equal("\"2\"", (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}")).Is(200).ETag);
        Assert.Equal($"wallet {wallet.Id} is at version 2, which If-Match does not name.", answer["detail"]);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"")]
    [InlineData("\"2")]
    [InlineData("\"2\"x")]
    [InlineData("W/*")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"2\", \"2\"")]
    [InlineData("*, \"2\"")]
    [InlineData("\"2\", *")]
    public async Task A_malformed_If_Match_is_refused_and_nothing_is_done(string tag)
    {
        var wallet = await shared.Host.FundAsync(10m);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", ("If-Match", tag))).IsRefused(400, "invalid_input", "If-Match");

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }
}
