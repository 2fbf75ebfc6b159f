using System.Text.Json;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>A single transaction, open holds, and changes of state.</summary>
public sealed class ListTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_transaction_is_read_by_its_version_as_it_stands_in_the_history()
    {
        var (wallet, other) = (await shared.Host.FundAsync(10m, "reader-1"), await shared.Host.FundAsync(0));
        await shared.Host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, cancellationToken: Token);
        using var owner = shared.Host.Client("reader-1");
        foreach (var client in (HttpClient[])[owner, shared.Operator])
        {
            var listed = (await client.GetAnswerAsync($"/wallets/{wallet.Id}/transactions?limit=1")).Is(200).Json.GetProperty("transactions")[0];

            Assert.Equal(listed.GetRawText(), (await client.GetAnswerAsync($"/wallets/{wallet.Id}/transactions/3")).Is(200).Body);
        }

        (await owner.GetAnswerAsync($"/wallets/{wallet.Id}/transactions/4")).IsRefused(404, "transaction_not_found");
        (await owner.GetAnswerAsync($"/wallets/{wallet.Id}/transactions/0")).IsRefused(400, "invalid_input", "version");
    }

    [Fact]
    public async Task A_version_at_which_no_money_moved_names_no_transaction()
    {
        var wallet = await shared.Host.FundAsync(10m);
        await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token);

        foreach (var version in (int[])[1, 3])
        {
            var path = $"/wallets/{wallet.Id}/transactions/{version}";
            (await shared.Operator.GetAnswerAsync(path)).IsRefused(404, "transaction_not_found");
            (await shared.Operator.PostAnswerAsync($"{path}/reverse")).IsRefused(404, "transaction_not_found");
        }
    }

    [Fact]
    public async Task Open_holds_are_listed_page_by_page_and_those_that_ended_are_not()
    {
        var wallet = await shared.Host.FundAsync(100m);
        for (var i = 1; i <= 6; i++)
        {
            await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, i, cancellationToken: Token);
        }

        await shared.Host.Wallets.VoidHoldAsync(new(wallet.Id, 2), cancellationToken: Token);
        await shared.Host.Wallets.CaptureHoldAsync(new(wallet.Id, 5), cancellationToken: Token);

        Assert.Equal([[1, 3], [4, 6]], await PagesAsync($"/wallets/{wallet.Id}/holds?limit=2", "holds", "number"));
        Assert.Equal([[1, 3, 4, 6]], await PagesAsync($"/wallets/{wallet.Id}/holds", "holds", "number"));
        var first = (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/holds?limit=1")).Is(200).Json.GetProperty("holds")[0];
        Assert.Equal((await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/holds/1")).Is(200).Body, first.GetRawText());
    }

    [Fact]
    public async Task A_page_of_holds_ends_where_its_texts_come_to_1_MiB()
    {
        const int Holds = 60;
        var wallet = await shared.Host.FundAsync(100m);
        var metadata = Enumerable.Range(0, 16).ToDictionary(i => $"{i}", _ => new string('€', 512));
        for (var i = 0; i < Holds; i++)
        {
            await shared.Host.Wallets.PlaceHoldAsync(wallet.Id, 1m, new() { Metadata = metadata }, Token);
        }

        var pages = await PagesAsync($"/wallets/{wallet.Id}/holds?limit=1000", "holds", "number");

        Assert.Equal([43, 17], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(1, Holds).Select(i => (long)i), pages.SelectMany(page => page));
    }

    [Fact]
    public async Task Changes_of_state_are_listed_page_by_page_the_oldest_first()
    {
        var wallet = await shared.Host.FundAsync(10m);
        var path = $"/wallets/{wallet.Id}";
        List<string> answered = [];
        foreach (var (call, body) in (IEnumerable<(string, string)>)[("freeze", """{"reason":"a check"}"""), ("unfreeze", "{}"), ("credit-limit", """{"limit":"5","reason":"a good customer"}""")])
        {
            answered.Add((await shared.Operator.PostAnswerAsync($"{path}/{call}", body)).Is(200).Body);
        }

        Assert.Equal([[3, 4], [5]], await PagesAsync($"{path}/events?limit=2", "events", "version"));
        var events = (await shared.Operator.GetAnswerAsync($"{path}/events")).Is(200).Json.GetProperty("events");
        Assert.Equal(answered, events.EnumerateArray().Select(happened => happened.GetRawText()));
        Assert.Equal("5.00", events[2].GetProperty("creditLimit").GetString());
    }

    [Fact]
    public async Task An_owner_sees_what_changed_and_not_the_reasons_of_the_operator()
    {
        var wallet = await shared.Host.FundAsync(10m, "watched");
        await shared.Host.Wallets.FreezeAsync(wallet.Id, new() { Reason = "suspected fraud" }, Token);
        using var owner = shared.Host.Client("watched");

        var answer = (await owner.GetAnswerAsync($"/wallets/{wallet.Id}/events")).Is(200);

        Assert.Equal("frozen", answer.Json.GetProperty("events")[0].GetProperty("type").GetString());
        Assert.DoesNotContain("fraud", answer.Body, StringComparison.Ordinal);
        Assert.Contains("suspected fraud", (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/events")).Is(200).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=-1", "cursor")]
    [InlineData("cursor=%2B1", "cursor")]
    [InlineData("cursor=1%00", "cursor")]
    [InlineData("cursor=9223372036854775808", "cursor")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    public async Task A_malformed_page_of_holds_or_events_is_refused_with_its_parameter(string query, string field)
    {
        var wallet = await shared.Host.FundAsync(1m);

        (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/holds?{query}")).IsRefused(400, "invalid_input", field);
        (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/events?{query}")).IsRefused(400, "invalid_input", field);
    }

    [Theory]
    [InlineData("\"-1\"", "invalid_amount", "limit -1 must be zero or more.")]
    [InlineData("\"0.001\"", "invalid_amount", "limit 0.001 has more decimals than the 2 of USD; nothing is rounded.")]
    [InlineData("null", "invalid_input", "limit must be an amount, such as \"100.10\".")]
    [InlineData("\"much\"", "invalid_input", "limit must be an amount like 100.10.")]
    public async Task A_malformed_credit_limit_is_refused_with_its_field(string limit, string code, string detail)
    {
        var wallet = await shared.Host.FundAsync(1m);

        Assert.Equal(detail, (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/credit-limit", $$"""{"limit":{{limit}}}""")).IsRefused(400, code, "limit")["detail"]);
    }

    [Fact]
    public async Task A_credit_limit_lets_the_balance_go_below_zero_and_cannot_be_taken_away_while_it_is_used()
    {
        var wallet = await shared.Host.FundAsync(1m);
        var path = $"/wallets/{wallet.Id}";

        (await shared.Operator.PostAnswerAsync($"{path}/credit-limit", """{"limit":"10"}""", ("Idempotency-Key", "limit"))).Is(200);
        Assert.Equal("-9.00", (await shared.Operator.PostAnswerAsync($"{path}/withdraw", """{"amount":10}""")).Is(200)["balanceAfter"]);
        (await shared.Operator.PostAnswerAsync($"{path}/credit-limit", """{"limit":"8.99"}""")).IsRefused(409, "credit_limit_in_use");

        Assert.Equal("true", (await shared.Operator.PostAnswerAsync($"{path}/credit-limit", """{"limit":10}""", ("Idempotency-Key", "limit"))).Is(200).Replayed);
        Assert.Equal("10.00", (await shared.Operator.GetAnswerAsync(path)).Is(200)["creditLimit"]);
    }

    private async Task<List<List<long>>> PagesAsync(string path, string list, string number)
    {
        List<List<long>> pages = [];
        string? cursor = null;
        do
        {
            var next = cursor is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}";
            var page = (await shared.Operator.GetAnswerAsync(next)).Is(200);
            pages.Add([.. page.Json.GetProperty(list).EnumerateArray().Select(entry => entry.GetProperty(number).GetInt64())]);
            cursor = page["nextCursor"];
        }
        while (cursor is not null);
        return pages;
    }
}
