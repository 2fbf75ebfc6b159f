using System.Text.Json;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

public sealed class HoldTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_hold_is_placed_read_captured_in_part_and_given_up()
    {
        var wallet = await shared.Host.FundAsync(100m);

        var placed = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds", """{"amount":40,"expiresInSeconds":3600,"reference":"h"}""")).Is(201);
        Assert.Equal($"/wallets/{wallet.Id}/holds/1", placed.Location);
        Assert.Equal(("40.00", "0.00", "40.00", "open", "USD", "h"), (placed["amount"], placed["captured"], placed["remaining"], placed["status"], placed["currency"], placed["reference"]));
        Assert.Equal(placed.Json.GetProperty("createdAt").GetDateTimeOffset().AddHours(1), placed.Json.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal(placed.Body, (await shared.Operator.GetAnswerAsync(placed.Location!)).Is(200).Body);

        var captured = (await shared.Operator.PostAnswerAsync($"{placed.Location}/capture", """{"amount":"15","keepOpen":true}""")).Is(200);
        var transaction = captured.Json.GetProperty("transaction");
        Assert.Equal(("-15.00", "85.00", "capture"), (Text(transaction, "amount"), Text(transaction, "balanceAfter"), Text(transaction, "type")));
        Assert.Equal(1, transaction.GetProperty("hold").GetInt64());
        Assert.Equal("\"4\"", captured.ETag);
        Assert.Equal((await shared.Operator.GetAnswerAsync(placed.Location!)).Is(200).Body, captured.Json.GetProperty("hold").GetRawText());
        Assert.Equal(("15.00", "25.00", "open"), captured.Json.GetProperty("hold") is var hold ? (Text(hold, "captured"), Text(hold, "remaining"), Text(hold, "status")) : default);

        var voided = (await shared.Operator.PostAnswerAsync($"{placed.Location}/void")).Is(200);
        Assert.Equal(("voided", "15.00"), (voided["status"], voided["captured"]));
        Assert.Equal("85.00", (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/balance")).Is(200)["available"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"keepOpen":false,"reference":null,"metadata":null}""")]
    public async Task A_capture_takes_all_that_remains_unless_it_names_an_amount(string body)
    {
        var wallet = await shared.Host.FundAsync(100m);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 40m, cancellationToken: Token);

        var captured = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds/1/capture", body)).Is(200).Json;
        Assert.Equal("-40.00", Text(captured.GetProperty("transaction"), "amount"));
        Assert.Equal("captured", Text(captured.GetProperty("hold"), "status"));
    }

    [Fact]
    public async Task A_repeated_capture_answers_with_the_hold_as_it_was_right_after_the_first()
    {
        var wallet = await shared.Host.FundAsync(100m);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 40m, cancellationToken: Token);
        var path = $"/wallets/{wallet.Id}/holds/1/capture";
        const string Body = """{"amount":"15","keepOpen":true}""";
        var first = (await shared.Operator.PostAnswerAsync(path, Body, ("Idempotency-Key", "part"))).Is(200);
        (await shared.Operator.PostAnswerAsync(path)).Is(200);

        var again = (await shared.Operator.PostAnswerAsync(path, Body, ("Idempotency-Key", "part"))).Is(200);

        Assert.Equal((first.Body, first.ETag), (again.Body, again.ETag));
    }

    [Theory]
    [InlineData("""{"amount":null}""")]
    [InlineData("""{"amount":null,"keepOpen":true}""")]
    public async Task A_capture_of_null_is_refused_and_takes_nothing(string body)
    {
        var wallet = await shared.Host.FundAsync(100m);
        var before = (await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 40m, cancellationToken: Token)).Hold;

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds/1/capture", body)).IsRefused(400, "invalid_input", "amount");

        Assert.Contains("amount must be", answer["detail"], StringComparison.Ordinal);
        Assert.Equal(before, await shared.Host.Wallets.GetHoldAsync(before.Id, Token));
    }

    [Fact]
    public async Task A_hold_is_given_up_whole_and_a_body_that_asks_for_less_is_refused()
    {
        var wallet = await shared.Host.FundAsync(100m);
        var before = (await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 40m, cancellationToken: Token)).Hold;

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds/1/void", """{"amount":"1.00"}""")).IsRefused(400, "invalid_input", "amount");

        Assert.Equal(before, await shared.Host.Wallets.GetHoldAsync(before.Id, Token));
    }

    [Fact]
    public async Task A_hold_whose_expiry_is_null_never_expires_as_one_without()
    {
        var wallet = await shared.Host.FundAsync(100m);

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds", """{"amount":1,"expiresInSeconds":null}""")).Is(201);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Json.GetProperty("expiresAt").ValueKind);
    }

    [Fact]
    public async Task A_hold_that_has_ended_is_a_conflict_by_how_it_ended()
    {
        var wallet = await shared.Host.FundAsync(100m);
        var holds = $"/wallets/{wallet.Id}/holds";
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 10m, cancellationToken: Token);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 10m, cancellationToken: Token);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 10m, new() { ExpiresIn = TimeSpan.FromMicroseconds(1) }, Token);
        (await shared.Operator.PostAnswerAsync($"{holds}/1/capture")).Is(200);
        (await shared.Operator.PostAnswerAsync($"{holds}/2/void")).Is(200);

        foreach (var (number, code) in (IEnumerable<(int, string)>)[(1, "hold_captured"), (2, "hold_voided"), (3, "hold_expired")])
        {
            (await shared.Operator.PostAnswerAsync($"{holds}/{number}/capture")).IsRefused(409, code);
            (await shared.Operator.PostAnswerAsync($"{holds}/{number}/void")).IsRefused(409, code);
            Assert.Equal(code, "hold_" + (await shared.Operator.GetAnswerAsync($"{holds}/{number}")).Is(200)["status"]);
        }
    }

    [Fact]
    public async Task More_than_is_available_is_not_held_and_more_than_is_held_is_not_captured()
    {
        var wallet = await shared.Host.FundAsync(100m);
        var holds = $"/wallets/{wallet.Id}/holds";

        (await shared.Operator.PostAnswerAsync(holds, """{"amount":"100.01"}""")).IsRefused(400, "insufficient_funds");
        (await shared.Operator.PostAnswerAsync(holds, """{"amount":"60"}""")).Is(201);
        (await shared.Operator.PostAnswerAsync($"{holds}/1/capture", """{"amount":"60.01"}""")).IsRefused(400, "hold_exceeded");
        foreach (var amount in (string[])["null", "0", "-1", "0.001", "\"x\"", "true", "[]", "1e30"])
        {
            Assert.Equal("amount", (await shared.Operator.PostAnswerAsync($"{holds}/1/capture", $$"""{"amount":{{amount}}}""")).Is(400)["field"]);
        }

        (await shared.Operator.PostAnswerAsync($"{holds}/1/capture", """{"keepOpen":"yes"}""")).IsRefused(400, "invalid_input", "keepOpen");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("316224001")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("1.5")]
    [InlineData("\"60\"")]
    [InlineData("true")]
    public async Task A_malformed_expiry_is_refused(string seconds)
    {
        var wallet = await shared.Host.FundAsync(100m);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds", $$"""{"amount":1,"expiresInSeconds":{{seconds}}}""")).IsRefused(400, "invalid_input", "expiresInSeconds");
    }

    [Fact]
    public async Task The_longest_expiry_is_3660_days()
    {
        var wallet = await shared.Host.FundAsync(100m);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds", """{"amount":1,"expiresInSeconds":316224000}""")).Is(201);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("1.0")]
    [InlineData("9223372036854775808")]
    public async Task A_malformed_number_of_a_hold_is_refused(string number)
    {
        var wallet = await shared.Host.FundAsync(1m);

        (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/holds/{number}")).IsRefused(400, "invalid_input", "holdId");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds/{number}/capture")).IsRefused(400, "invalid_input", "holdId");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds/{number}/void")).IsRefused(400, "invalid_input", "holdId");
    }

    [Fact]
    public async Task An_unknown_hold_is_not_found()
    {
        var wallet = await shared.Host.FundAsync(1m);

        (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/holds/7")).IsRefused(404, "hold_not_found");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds/7/capture")).IsRefused(404, "hold_not_found");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/holds/7/void")).IsRefused(404, "hold_not_found");
    }

    private static string? Text(JsonElement json, string property) => json.GetProperty(property).GetString();
}
