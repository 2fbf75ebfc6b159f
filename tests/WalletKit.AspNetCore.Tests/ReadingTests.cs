using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class ReadingTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_balance_tells_what_is_there_held_and_available()
    {
        var wallet = await shared.Host.FundAsync(100m);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 40m, cancellationToken: Token);

        var balance = (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/balance")).Is(200);

        Assert.Equal("""{"balance":"100.00","held":"40.00","available":"60.00","currency":"USD","version":3}""", balance.Body);
        Assert.Equal("\"3\"", balance.ETag);
    }

    [Fact]
    public async Task The_wallets_of_an_owner_are_listed_by_name()
    {
        await shared.Host.Wallets.OpenAsync("reader", "USD", "b", cancellationToken: Token);
        await shared.Host.Wallets.OpenAsync("reader", "EUR", "a", cancellationToken: Token);

        var list = (await shared.Operator.GetAnswerAsync("/wallets?ownerId=reader")).Is(200).Json.GetProperty("wallets");

        Assert.Equal(["a", "b"], list.EnumerateArray().Select(wallet => wallet.GetProperty("name").GetString()));
        Assert.Equal("""{"wallets":[],"nextCursor":null}""", (await shared.Operator.GetAnswerAsync("/wallets?ownerId=nobody")).Is(200).Body);
        Assert.Equal("""{"wallets":[],"nextCursor":null}""", (await shared.Operator.GetAnswerAsync("/wallets?ownerId=reader%00")).Is(200).Body);
    }

    [Theory]
    [InlineData("", "ownerId")]
    [InlineData("?ownerId=", "ownerId")]
    [InlineData("?ownerId=a&ownerId=b", "ownerId")]
    public async Task A_list_without_one_owner_is_refused(string query, string field) =>
        (await shared.Operator.GetAnswerAsync($"/wallets{query}")).IsRefused(400, "invalid_input", field);

    [Theory]
    [InlineData("newest", "30.00,20.00,10.00")]
    [InlineData("oldest", "10.00,20.00,30.00")]
    public async Task A_history_is_read_page_by_page(string order, string amounts)
    {
        var wallet = await shared.Host.FundAsync(10m);
        await shared.Host.Wallets.DepositAsync(wallet.Id, 20m, cancellationToken: Token);
        await shared.Host.Wallets.DepositAsync(wallet.Id, 30m, new() { Reference = "r", Metadata = new Dictionary<string, string> { ["k"] = "v" } }, Token);
        List<string?> read = [];
        string? cursor = null;
        do
        {
            var page = (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/transactions?limit=1&order={order}{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            read.AddRange(page.Json.GetProperty("transactions").EnumerateArray().Select(transaction => transaction.GetProperty("amount").GetString()));
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(amounts, string.Join(',', read));
    }

    [Fact]
    public async Task A_transaction_in_a_history_is_the_one_that_was_answered()
    {
        var wallet = await shared.Host.FundAsync(0);

        var answered = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":"5","reference":"r","metadata":{"b":"2","a":"1"}}""")).Is(200);
        var page = (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/transactions")).Is(200);

        Assert.Equal(answered.Body, Assert.Single(page.Json.GetProperty("transactions").EnumerateArray()).GetRawText());
        Assert.Equal("""{"a":"1","b":"2"}""", answered.Json.GetProperty("metadata").GetRawText());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=%2B1", "limit")]
    [InlineData("limit=1%00", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("order=Newest", "order")]
    [InlineData("order=1", "order")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    public async Task A_malformed_page_is_refused_with_its_parameter(string query, string field)
    {
        var wallet = await shared.Host.FundAsync(1m);

        (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/transactions?{query}")).IsRefused(400, "invalid_input", field);
    }

    [Fact]
    public async Task A_cursor_fits_its_own_wallet_and_order_alone()
    {
        var (one, other) = (await shared.Host.FundAsync(1m), await shared.Host.FundAsync(1m));
        await shared.Host.Wallets.DepositAsync(one.Id, 1m, cancellationToken: Token);
        var cursor = (await shared.Operator.GetAnswerAsync($"/wallets/{one.Id}/transactions?limit=1")).Is(200)["nextCursor"];

        (await shared.Operator.GetAnswerAsync($"/wallets/{one.Id}/transactions?limit=1&cursor={cursor}")).Is(200);
        (await shared.Operator.GetAnswerAsync($"/wallets/{one.Id}/transactions?order=oldest&cursor={cursor}")).IsRefused(400, "invalid_input", "cursor");
        (await shared.Operator.GetAnswerAsync($"/wallets/{other.Id}/transactions?cursor={cursor}")).IsRefused(400, "invalid_input", "cursor");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("0198c5a27c3e7b1a9f2e3d5c8a4b6e10")]
    [InlineData("%7B0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10%7D")]
    [InlineData("%200198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10")]
    [InlineData("0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10%0A")]
    [InlineData("%C2%A00198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10")]
    [InlineData("+198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10")]
    [InlineData("0198c5a2-0xce-7b1a-9f2e-3d5c8a4b6e10")]
    public async Task A_malformed_wallet_id_is_a_bad_request_everywhere(string id)
    {
        foreach (var (verb, path, body) in Endpoints.OfAWallet(id))
        {
            (await shared.Operator.AnswerAsync(Endpoints.Request(verb, path, body))).IsRefused(400, "invalid_input", "walletId");
        }
    }

    [Fact]
    public async Task An_id_is_read_in_upper_case_as_well()
    {
        var wallet = await shared.Host.FundAsync(1m);

        Assert.Equal(wallet.Id.ToString(), (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id.ToString().ToUpperInvariant()}")).Is(200)["id"]);
    }

    [Fact]
    public async Task An_unknown_wallet_is_not_found_anywhere()
    {
        var id = Guid.CreateVersion7();
        foreach (var (verb, path, body) in Endpoints.OfAWallet(id.ToString()))
        {
            var code = path.Contains("/holds/", StringComparison.Ordinal) ? "hold_not_found"
                : path.Contains("/transactions/", StringComparison.Ordinal) ? "transaction_not_found"
                : "wallet_not_found";
            var answer = (await shared.Operator.AnswerAsync(Endpoints.Request(verb, path, body))).Is(404);
            Assert.True(answer["code"] == code || answer["code"] == "wallet_not_found", $"{path}: {answer.Body}");
            answer.IsRefused(404, answer["code"]!);
        }
    }
}
