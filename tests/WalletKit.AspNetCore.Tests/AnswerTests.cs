using System.Text;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The parts of every answer, whatever the request.</summary>
public sealed class AnswerTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task No_answer_may_be_stored_refusals_included()
    {
        var wallet = await shared.Host.FundAsync(10m, "stored");
        using var nobody = shared.Host.Client();
        using var owner = shared.Host.Client("stored");
        foreach (var (verb, path, body) in Endpoints.OfAWallet(wallet.Id.ToString()).Append(("GET", "/wallets?ownerId=stored", null)).Append(("POST", "/wallets", "{")))
        {
            foreach (var client in (HttpClient[])[nobody, owner, shared.Operator])
            {
                var answer = await client.AnswerAsync(Endpoints.Request(verb, path, body));
                Assert.True(answer.Headers.GetValueOrDefault("Cache-Control") == "no-store", $"{verb} {path}: {answer.Status} may be stored");
            }
        }
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_the_body()
    {
        var wallet = await shared.Host.FundAsync(10m, "head");
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token);
        using var nobody = shared.Host.Client();
        var reads = Endpoints.OfAWallet(wallet.Id.ToString()).Where(each => each.Verb == "GET").Select(each => each.Path)
            .Append("/wallets?ownerId=head").Append("/wallets").Append($"/wallets/{Endpoints.Nobody}").Append($"/wallets/{wallet.Id}?x=1").ToList();

        Assert.Equal(13, reads.Count);
        foreach (var path in reads)
        {
            foreach (var client in (HttpClient[])[nobody, shared.Operator])
            {
                var get = await client.GetAnswerAsync(path);
                var head = (await client.AnswerAsync(new HttpRequestMessage(HttpMethod.Head, path))).Is(get.Status);

                Assert.Empty(head.Body);
                Assert.Equal((get.ContentType, get.ETag, get.Headers["Cache-Control"]), (head.ContentType, head.ETag, head.Headers["Cache-Control"]));
            }
        }
    }

    [Fact]
    public async Task HEAD_of_a_call_that_changes_a_wallet_is_not_allowed()
    {
        var wallet = await shared.Host.FundAsync(10m);

        (await shared.Operator.AnswerAsync(new HttpRequestMessage(HttpMethod.Head, $"/wallets/{wallet.Id}/deposit"))).Is(405);
    }

    [Theory]
    [InlineData("deposit", """{"amount":"1"}""", 200)]
    [InlineData("freeze", "", 200)]
    [InlineData("deposit", "", 400)]
    public async Task A_byte_order_mark_before_a_body_is_read_over(string call, string body, int status)
    {
        var wallet = await shared.Host.FundAsync(10m);
        using var content = new ByteArrayContent([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(body)]);
        content.Headers.ContentType = new("application/json");

        var answer = (await shared.Operator.AnswerAsync(new HttpRequestMessage(HttpMethod.Post, $"/wallets/{wallet.Id}/{call}") { Content = content })).Is(status);

        Assert.Equal(status == 200 ? null : "body must be given.", status == 200 ? null : answer["detail"]);
    }

    [Theory]
    [InlineData("""{"amount":1""", "body", "body must be whole: its JSON ends too early.")]
    [InlineData("{", "body", "body must be whole: its JSON ends too early.")]
    [InlineData("""{"amount":1,"reference":"ab""", "body", "body must be whole: its JSON ends too early.")]
    [InlineData("""{"amount":1,}""", "body", "body must be JSON; it breaks at line 1, byte 13.")]
    [InlineData("{\"amount\":1}\n{", "body", "body must be JSON; it breaks at line 2, byte 1.")]
    [InlineData("amount=1", "body", "body must be JSON; it breaks at line 1, byte 1.")]
    [InlineData("[]", "body", "body must be an object.")]
    [InlineData("", "body", "body must be given.")]
    [InlineData("{}", "amount", "amount must be given.")]
    [InlineData("""{"amount":null}""", "amount", "amount must be an amount, such as \"100.10\".")]
    [InlineData("""{"amount":1,"amount":2}""", "amount", "amount must be given once.")]
    [InlineData("""{"amount":1,"amout":2}""", "amout", "amout is no field of this call.")]
    [InlineData("""{"amount":1,"reference":7}""", "reference", "reference must be a text.")]
    [InlineData("""{"amount":1,"reference":"\ud800"}""", "reference", "reference must be well-formed Unicode.")]
    [InlineData("""{"amount":1,"\ud800":1}""", "body", "body must have names of well-formed Unicode.")]
    [InlineData("""{"amount":1,"version":"2"}""", "version", "version must be a whole number.")]
    [InlineData("""{"amount":1,"version":0}""", "version", "version 0 must be 1 or more.")]
    [InlineData("""{"amount":1,"metadata":[]}""", "metadata", "metadata must be an object of texts, each under a name of its own.")]
    [InlineData("""{"amount":1,"metadata":{"a":"1","a":"2"}}""", "metadata", "metadata must be an object of texts, each under a name of its own.")]
    public async Task A_malformed_body_is_told_what_is_wrong_with_it(string body, string field, string detail)
    {
        var wallet = await shared.Host.FundAsync(10m);

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", body)).IsRefused(400, "invalid_input", field);

        Assert.Equal(detail, answer["detail"]);
    }

    [Fact]
    public async Task Bodies_too_deep_or_in_UTF_16_are_told_so()
    {
        var wallet = await shared.Host.FundAsync(10m);
        using var wide = new ByteArrayContent([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("""{"amount":1}""")]);
        wide.Headers.ContentType = new("application/json");

        Assert.Equal("body must be JSON of at most 64 levels.", (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", new string('[', 100))).Is(400)["detail"]);
        Assert.Equal(
            "body must be JSON in UTF-8, not in UTF-16.",
            (await shared.Operator.AnswerAsync(new HttpRequestMessage(HttpMethod.Post, $"/wallets/{wallet.Id}/withdraw") { Content = wide })).Is(400)["detail"]);
    }

    [Fact]
    public async Task A_refusal_names_in_its_detail_what_it_names_as_its_field()
    {
        var (wallet, yen) = (await shared.Host.FundAsync(10m), await shared.Host.FundAsync(0, currency: "JPY"));
        async Task<string?> Detail(string call, string body, string field, params (string, string)[] headers)
        {
            var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/{call}", body, headers)).Is(400);
            Assert.Equal(field, answer["field"]);
            return answer["detail"];
        }

        Assert.StartsWith("to ", await Detail("transfers", $$"""{"to":"{{wallet.Id}}","amount":1}""", "to"), StringComparison.Ordinal);
        Assert.StartsWith("targetAmount 1.5 has more decimals", await Detail("transfers", $$"""{"to":"{{yen.Id}}","amount":1,"targetAmount":"1.5"}""", "targetAmount"), StringComparison.Ordinal);
        Assert.StartsWith("Idempotency-Key '", await Detail("withdraw", """{"amount":1}""", "Idempotency-Key", ("Idempotency-Key", new string('k', 201))), StringComparison.Ordinal);
        Assert.StartsWith("metadata key ", await Detail("withdraw", """{"amount":1,"metadata":{"":"v"}}""", "metadata"), StringComparison.Ordinal);
    }
}
