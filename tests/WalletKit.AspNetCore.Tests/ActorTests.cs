using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The actor, the value date, and the account on the other side of what a caller asks for.</summary>
[Slow]
public sealed class ActorTests
{
    private const string Yesterday = "2026-01-30T08:00:00+00:00";

    [Fact]
    public async Task The_subject_of_the_caller_is_the_actor_of_every_change()
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.FundAsync(10m, "user-1");
        using var owner = host.Client("user-1");
        (await owner.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"1"}""")).Is(200);
        (await owner.PostAnswerAsync($"/wallets/{wallet.Id}/holds", """{"amount":"1"}""")).Is(201);
        using var teller = host.Operator();
        var subject = await SubjectOfAsync(host, teller, wallet.Id);
        (await teller.PostAnswerAsync($"/wallets/{wallet.Id}/holds/1/capture")).Is(200);
        (await teller.PostAnswerAsync($"/wallets/{wallet.Id}/transactions/3/reverse")).Is(200);
        (await teller.PostAnswerAsync($"/wallets/{wallet.Id}/freeze", """{"reason":"why"}""")).Is(200);

        var transactions = await host.Wallets.StreamTransactionsAsync(wallet.Id, HistoryOrder.OldestFirst, cancellationToken: Token).ToListAsync(Token);
        var events = await host.Wallets.StreamEventsAsync(wallet.Id, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal([null, "user-1", subject, subject, subject], transactions.Select(transaction => transaction.Actor));
        Assert.Equal(subject, Assert.Single(events).Actor);
    }

    [Fact]
    public async Task An_operator_names_the_account_and_the_value_date_and_sees_them_with_the_actor()
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.FundAsync(0m, "user-1");
        using var teller = host.Operator();
        (await teller.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":"5","account":"bank:eu","effectiveAt":"{{Yesterday}}"}""")).Is(200);

        var seen = (await teller.GetAnswerAsync($"/wallets/{wallet.Id}/transactions/2")).Json;
        using var owner = host.Client("user-1");
        var owned = (await owner.GetAnswerAsync($"/wallets/{wallet.Id}/transactions/2")).Json;

        Assert.Equal(("bank:eu", Yesterday), (seen.GetProperty("account").GetString(), seen.GetProperty("effectiveAt").GetString()));
        Assert.NotNull(seen.GetProperty("actor").GetString());
        Assert.Equal("bank:eu", owned.GetProperty("account").GetString());
        Assert.Null(owned.GetProperty("actor").GetString());
    }

    [Theory]
    [InlineData("withdraw", "account", "\"bank\"")]
    [InlineData("withdraw", "effectiveAt", "\"2026-01-30T08:00:00Z\"")]
    [InlineData("holds", "effectiveAt", "\"2026-01-30T08:00:00Z\"")]
    [InlineData("transfers", "effectiveAt", "\"2026-01-30T08:00:00Z\"")]
    public async Task An_owner_names_no_account_and_no_value_date(string path, string field, string value)
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.FundAsync(10m, "user-1");
        using var owner = host.Client("user-1");
        var to = path == "transfers" ? $"\"to\":\"{Guid.NewGuid()}\"," : "";

        (await owner.PostAnswerAsync($"/wallets/{wallet.Id}/{path}", $$"""{{{to}}"amount":"1","{{field}}":{{value}}}""")).IsRefused(403, "forbidden", field);

        Assert.Equal(10m, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Available);
    }

    [Fact]
    public async Task A_value_date_after_the_present_is_refused_by_its_name()
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.FundAsync(0m);
        using var teller = host.Operator();

        (await teller.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":"5","effectiveAt":"9000-01-01T00:00:00Z"}""")).IsRefused(400, "invalid_input", "effectiveAt");
    }

    private static async Task<string?> SubjectOfAsync(ApiHost host, HttpClient teller, WalletId wallet)
    {
        (await teller.PostAnswerAsync($"/wallets/{wallet}/deposit", """{"amount":"1"}""")).Is(200);
        return (await host.Wallets.StreamTransactionsAsync(wallet, HistoryOrder.NewestFirst, cancellationToken: Token).FirstAsync(Token)).Actor;
    }
}
