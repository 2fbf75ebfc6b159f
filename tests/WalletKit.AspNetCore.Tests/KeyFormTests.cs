using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The two forms of the header <c>Idempotency-Key</c>: plain text, and the string of a structured field.</summary>
public sealed class KeyFormTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("k1", "\"k1\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("a, b;c=1", "\"a, b;c=1\"")]
    [InlineData("k\"", "\"k\\\"\"")]
    public async Task A_key_in_quotes_and_without_them_is_one_key(string plain, string quoted)
    {
        var wallet = await shared.Host.FundAsync(100m);
        Task<Answer> Withdraw(string key) => shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", ("Idempotency-Key", key));

        var first = (await Withdraw(plain)).Is(200);
        var again = (await Withdraw(quoted)).Is(200);

        Assert.Equal((null, "true", first.Body), (first.Replayed, again.Replayed, again.Body));
        Assert.Equal("99.00", (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/balance")).Is(200)["balance"]);
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":2}""", ("Idempotency-Key", quoted))).IsRefused(422, "idempotency_conflict");
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("\"k1")]
    [InlineData("\"k1\"x")]
    [InlineData("\"k1\\\"")]
    [InlineData("\"k\\1\"")]
    [InlineData("\"k\\")]
    [InlineData("\"ü\"")]
    [InlineData("\"a\tb\"")]
    [InlineData("\"k1\", \"k2\"")]
    [InlineData("\"k1\";a=1")]
    public async Task A_malformed_string_is_refused_with_its_header_and_not_repeated(string key)
    {
        var wallet = await shared.Host.FundAsync(10m);
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = shared.Host.Address };

        var answer = (await client.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", ("Authorization", "Test operator:op"), ("Idempotency-Key", key)))
            .IsRefused(400, "invalid_input", "Idempotency-Key");

        Assert.StartsWith("Idempotency-Key must ", answer["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("k1", answer["detail"], StringComparison.Ordinal);
        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Fact]
    public async Task A_key_in_quotes_has_at_most_200_characters_between_them()
    {
        var wallet = await shared.Host.FundAsync(10m);
        Task<Answer> Withdraw(string key) => shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", ("Idempotency-Key", key));

        (await Withdraw($"\"{string.Concat(Enumerable.Repeat("\\\"", 200))}\"")).Is(200);
        (await Withdraw($"\"{new string('k', 201)}\"")).IsRefused(400, "invalid_input", "Idempotency-Key");
    }
}
