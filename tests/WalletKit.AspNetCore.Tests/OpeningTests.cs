using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class OpeningTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_wallet_is_opened_once_and_then_returned()
    {
        var first = (await shared.Operator.PostAnswerAsync("/wallets", """{"ownerId":"opening-1","currency":"USD"}""")).Is(201);
        var second = (await shared.Operator.PostAnswerAsync("/wallets/", """{"ownerId":"opening-1","currency":"USD","name":"default"}""")).Is(200);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal($"/wallets/{first["id"]}", first.Location);
        Assert.Equal(first.Location, second.Location);
        Assert.Equal("\"1\"", first.ETag);
        Assert.Equal(
            ("opening-1", "default", "USD", "active", "0.00", "0.00", "0.00"),
            (first["ownerId"], first["name"], first["currency"], first["status"], first["balance"], first["held"], first["creditLimit"]));
        Assert.Equal(2, first.Json.GetProperty("exponent").GetInt32());
        Assert.Equal(first.Body, (await shared.Operator.GetAnswerAsync(first.Location!)).Is(200).Body);
    }

    [Fact]
    public async Task First_openings_at_once_make_one_wallet()
    {
        for (var round = 0; round < 10; round++)
        {
            var body = $$"""{"ownerId":"race-{{round}}","currency":"USD"}""";

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shared.Operator.PostAnswerAsync("/wallets", body)));

            Assert.Equal([200, 200, 200, 200, 200, 200, 200, 201], answers.Select(answer => answer.Status).Order());
            Assert.Single(answers.Select(answer => answer.Body).Distinct());
        }
    }

    [Fact]
    public async Task A_wallet_that_stands_in_another_currency_is_a_conflict()
    {
        (await shared.Operator.PostAnswerAsync("/wallets", """{"ownerId":"opening-2","currency":"USD"}""")).Is(201);

        (await shared.Operator.PostAnswerAsync("/wallets", """{"ownerId":"opening-2","currency":"EUR"}""")).IsRefused(409, "currency_mismatch");
    }

    [Fact]
    public async Task A_wallet_whose_currency_is_not_declared_any_more_is_opened_again_and_no_other_is()
    {
        // Another host, which declared the currency, has opened the wallet.
        var open = new OpenWallet(WalletId.Create(DateTimeOffset.UtcNow), "opening-3", Currency.Declare("POINTS", 0));
        Assert.Null((await shared.Host.Wallets.ExecuteAsync([open], cancellationToken: Token)).Refusal);

        var again = (await shared.Operator.PostAnswerAsync("/wallets", """{"ownerId":"opening-3","currency":"POINTS"}""")).Is(200);

        Assert.Equal((open.WalletId.ToString(), "POINTS", $"/wallets/{open.WalletId}", "\"1\""), (again["id"], again["currency"], again.Location, again.ETag));
        (await shared.Operator.PostAnswerAsync("/wallets", """{"ownerId":"opening-3","currency":"POINTS","name":"another"}""")).IsRefused(400, "unknown_currency", "currency");
        (await shared.Operator.PostAnswerAsync("/wallets", """{"ownerId":"opening-3","currency":"MILES"}""")).IsRefused(400, "unknown_currency", "currency");
    }

    [Theory]
    [InlineData("""{"ownerId":"o","currency":"XYZ1"}""", "unknown_currency", "currency")]
    [InlineData("""{"ownerId":"o","currency":"usd"}""", "unknown_currency", "currency")]
    [InlineData("""{"ownerId":"o","currency":""}""", "unknown_currency", "currency")]
    [InlineData("""{"ownerId":"","currency":"USD"}""", "invalid_input", "ownerId")]
    [InlineData("""{"ownerId":"a\u0000b","currency":"USD"}""", "invalid_input", "ownerId")]
    [InlineData("""{"ownerId":"\ud800","currency":"USD"}""", "invalid_input", "ownerId")]
    [InlineData("""{"ownerId":"o","currency":"USD","name":""}""", "invalid_input", "name")]
    [InlineData("""{"ownerId":"o","currency":"USD","name":null}""", "invalid_input", "name")]
    [InlineData("""{"ownerId":null,"currency":"USD"}""", "invalid_input", "ownerId")]
    [InlineData("""{"ownerId":7,"currency":"USD"}""", "invalid_input", "ownerId")]
    [InlineData("""{"currency":"USD"}""", "invalid_input", "ownerId")]
    [InlineData("""{"ownerId":"o"}""", "invalid_input", "currency")]
    [InlineData("""{"OwnerId":"o","currency":"USD"}""", "invalid_input", "OwnerId")]
    public async Task A_malformed_opening_is_refused_with_its_field(string body, string code, string field) =>
        (await shared.Operator.PostAnswerAsync("/wallets", body)).IsRefused(400, code, field);

    [Fact]
    public async Task An_owner_or_a_name_past_200_characters_is_refused()
    {
        var (longest, past) = (new string('ü', 200), new string('ü', 201));

        (await shared.Operator.PostAnswerAsync("/wallets", $$"""{"ownerId":"{{longest}}","currency":"USD","name":"{{longest}}"}""")).Is(201);
        (await shared.Operator.PostAnswerAsync("/wallets", $$"""{"ownerId":"{{past}}","currency":"USD"}""")).IsRefused(400, "invalid_input", "ownerId");
        (await shared.Operator.PostAnswerAsync("/wallets", $$"""{"ownerId":"o","currency":"USD","name":"{{past}}"}""")).IsRefused(400, "invalid_input", "name");
    }

    [Fact]
    public async Task The_location_is_a_path_that_can_be_called_wherever_the_endpoints_are()
    {
        await using var host = await ApiHost.StartAsync(map: app => app.MapWallets("/{tenant}/wallets"));
        using var client = host.Operator();

        var opened = (await client.PostAnswerAsync("/k%C3%A4se/wallets", """{"ownerId":"o","currency":"USD"}""")).Is(201);

        Assert.Equal($"/k%C3%A4se/wallets/{opened["id"]}", opened.Location);
        (await client.GetAnswerAsync(opened.Location!)).Is(200);
    }
}
