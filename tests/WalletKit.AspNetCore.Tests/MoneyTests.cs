using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class MoneyTests(SharedHost shared) : IClassFixture<SharedHost>
{
    public static TheoryData<string> Malformed =>
    [
        "-1", "-0.01", "0", "0.00", "-0", "\"0\"", "\"-5\"", "0e9", "\"\"", "\" 1\"", "\"1 \"", "\"+1\"", "\"1,0\"", "\"1_000\"", "\"1.\"", "\".5\"", "\"0x10\"", "\"1e\"", "\"1e1.5\"",
        "\"1e2\\u0000\"", "\"\\u0661\"", "\"\\ud800\"", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"1e99999\"", "true", "false", "null", "{}", "[]", "[1]", "{\"value\":1}",
        "0.001", "100.101", "1e-3", "0.00000000000000000000000000000000000001", "92233720368547758.08", "79228162514264337593543950335", "79228162514264337593543950336", "1e29", "1e400", "1e-400",
        new string('9', 400), "1." + new string('0', 400), "0." + new string('1', 30),
    ];

    [Theory]
    [InlineData("100.10", "100.10")]
    [InlineData("\"100.10\"", "100.10")]
    [InlineData("1e2", "100.00")]
    [InlineData("\"1E+2\"", "100.00")]
    [InlineData("12345e-2", "123.45")]
    [InlineData("0.1", "0.10")]
    [InlineData("100.1000000000000000000000000000000000", "100.10")]
    [InlineData("90071992547409.93", "90071992547409.93")]
    [InlineData("92233720368547758.07", "92233720368547758.07")]
    public async Task An_amount_is_read_exactly_however_it_is_written(string amount, string booked)
    {
        var wallet = await shared.Host.FundAsync(0);

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":{{amount}}}""")).Is(200);

        Assert.Equal((booked, booked, "deposit", "USD"), (answer["amount"], answer["balanceAfter"], answer["type"], answer["currency"]));
        Assert.Equal("\"2\"", answer.ETag);
        Assert.Null(answer.Replayed);
    }

    [Theory]
    [InlineData("JPY", "7", "7")]
    [InlineData("JPY", "7.000", "7")]
    [InlineData("BHD", "0.001", "0.001")]
    [InlineData("WEI", "0.000000000000000001", "0.000000000000000001")]
    [InlineData("WEI", "9.223372036854775807", "9.223372036854775807")]
    [InlineData("WEI", "9223372036854775807e-18", "9.223372036854775807")]
    public async Task An_amount_leaves_with_all_decimals_of_its_currency(string currency, string amount, string booked)
    {
        var wallet = await shared.Host.FundAsync(0, currency: currency);

        Assert.Equal(booked, (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":{{amount}}}""")).Is(200)["amount"]);
        Assert.Equal(booked, (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/balance")).Is(200)["available"]);
    }

    [Theory]
    [InlineData("JPY", "0.5")]
    [InlineData("JPY", "100.1")]
    [InlineData("JPY", "9223372036854775808")]
    [InlineData("BHD", "0.0001")]
    [InlineData("WEI", "0.0000000000000000001")]
    [InlineData("WEI", "9.223372036854775808")]
    [InlineData("WEI", "1.0000000000000000000000000001")]
    public async Task An_amount_that_its_currency_cannot_hold_is_refused_not_rounded(string currency, string amount)
    {
        var wallet = await shared.Host.FundAsync(0, currency: currency);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":"{{amount}}"}""")).IsRefused(400, "invalid_amount", "amount");

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_amount_is_refused_with_its_field_and_nothing_is_booked(string amount)
    {
        var (wallet, other) = (await shared.Host.FundAsync(1m), await shared.Host.FundAsync(0));
        foreach (var call in (string[])["deposit", "withdraw", "holds", "transfers"])
        {
            var body = call == "transfers" ? $$"""{"to":"{{other.Id}}","amount":{{amount}}}""" : $$"""{"amount":{{amount}}}""";
            var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/{call}", body));
            answer.Is(400).IsRefused(400, answer["code"] == "invalid_amount" ? "invalid_amount" : "invalid_input", "amount");
        }

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("0x10")]
    public async Task A_number_that_JSON_does_not_know_is_refused(string amount)
    {
        var wallet = await shared.Host.FundAsync(0);

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":{{amount}}}""")).Is(400);

        Assert.True(answer["field"] is "amount" or "body", answer.Body);
        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Fact]
    public async Task A_withdrawal_takes_what_is_available_and_no_more()
    {
        var wallet = await shared.Host.FundAsync(100m);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 40m, cancellationToken: Token);

        var refused = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"60.01"}""")).IsRefused(400, "insufficient_funds");
        var taken = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"60"}""")).Is(200);

        Assert.Contains("60.00 available", refused["detail"], StringComparison.Ordinal);
        Assert.Equal(("-60.00", "40.00", "withdrawal"), (taken["amount"], taken["balanceAfter"], taken["type"]));
        Assert.Equal(2, taken.Json.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task A_balance_past_64_bits_is_refused()
    {
        var wallet = await shared.Host.FundAsync(92233720368547758.07m);

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":"0.01"}""")).IsRefused(400, "balance_out_of_range");

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Fact]
    public async Task Metadata_up_to_its_limits_is_kept_and_past_them_refused()
    {
        var wallet = await shared.Host.FundAsync(0);
        Task<Answer> Deposit(string metadata) => shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":1,"metadata":{{metadata}}}""");
        string Pairs(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":\"v\""))}}}";

        (await Deposit(Pairs(16))).Is(200);
        (await Deposit($$"""{"{{new string('k', 64)}}":"{{new string('v', 512)}}"}""")).Is(200);
        (await Deposit("""{"k":""}""")).Is(200);
        (await Deposit("null")).Is(200);
        (await Deposit(Pairs(17))).IsRefused(400, "invalid_input", "metadata");
        (await Deposit($$"""{"{{new string('k', 65)}}":""}""")).IsRefused(400, "invalid_input", "metadata");
        (await Deposit($$"""{"k":"{{new string('v', 513)}}"}""")).IsRefused(400, "invalid_input", "metadata");
        (await Deposit("""{"":"v"}""")).IsRefused(400, "invalid_input", "metadata");
        (await Deposit("""{"k":null}""")).IsRefused(400, "invalid_input", "metadata");
        foreach (var malformed in (string[])["[]", "7", "\"text\"", """{"k":7}""", """{"k":{}}""", """{"k":"1","k":"2"}"""])
        {
            Assert.StartsWith("metadata", (await Deposit(malformed)).Is(400)["field"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_reference_has_1_to_200_characters()
    {
        var wallet = await shared.Host.FundAsync(0);

        Assert.Equal("\u00fc-1", (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1,"reference":"ü-1"}""")).Is(200)["reference"]);
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1,"reference":""}""")).IsRefused(400, "invalid_input", "reference");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":1,"reference":"{{new string('r', 201)}}"}""")).IsRefused(400, "invalid_input", "reference");
    }
}
