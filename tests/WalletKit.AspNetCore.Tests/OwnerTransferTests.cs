using System.Text;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class OwnerTransferTests
{
    private static readonly string s_texts = $$""" "reference":"rent","metadata":{"note":"{{new string('\u4E00', 512)}}"} """;

    [Fact]
    public async Task The_payee_of_an_owner_keeps_the_reference_alone_and_that_of_an_operator_keeps_all()
    {
        await using var host = await ApiHost.StartAsync();
        var (from, to) = (await host.FundAsync(100m, "user-1"), await host.FundAsync(0m, "user-2"));
        using var owner = host.Client("user-1");
        using var teller = host.Operator();

        (await owner.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":1,{{s_texts}}}""")).Is(200);
        (await teller.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":1,{{s_texts}}}""")).Is(200);

        var payers = await host.Wallets.StreamTransactionsAsync(from.Id, HistoryOrder.OldestFirst, cancellationToken: Token).ToListAsync(Token);
        var payees = await host.Wallets.StreamTransactionsAsync(to.Id, HistoryOrder.OldestFirst, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal([1, 1], payers.Skip(1).Select(leg => leg.Metadata.Count));
        Assert.Equal([0, 1], payees.Select(leg => leg.Metadata.Count));
        Assert.Equal(["rent", "rent"], payees.Select(leg => leg.Reference));
    }

    [Fact]
    public async Task An_owner_pays_only_allowed_wallets_and_at_least_the_least_amount_and_an_operator_is_not_limited()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddWalletKit(wallets => wallets
            .AddTransferPolicy(_ => new OwnOnly())
            .AddOwnerTransfers(options => options.MinAmounts["USD"] = 1m)));
        var (from, stranger) = (await host.FundAsync(100m, "user-1"), await host.FundAsync(0m, "user-2"));
        var own = (await host.Wallets.OpenAsync("user-1", "USD", "savings", cancellationToken: Token)).Wallet;
        using var owner = host.Client("user-1");
        using var teller = host.Operator();
        Task<Answer> PayAsync(HttpClient caller, Wallet to, string amount) => caller.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":"{{amount}}"}""");

        (await PayAsync(owner, stranger, "5")).IsRefused(403, "transfer_not_allowed");
        (await PayAsync(owner, own, "0.99")).IsRefused(400, "invalid_amount", "amount");
        (await PayAsync(owner, own, "1")).Is(200);
        (await PayAsync(teller, stranger, "0.01")).Is(200);

        Assert.Equal((1m, 0.01m), ((await host.Wallets.GetBalanceAsync(own.Id, Token)).Balance, (await host.Wallets.GetBalanceAsync(stranger.Id, Token)).Balance));
    }

    [Fact]
    public async Task The_same_transfer_under_one_key_by_an_owner_and_by_an_operator_is_done_once()
    {
        await using var host = await ApiHost.StartAsync();
        var (from, to) = (await host.FundAsync(100m, "user-1"), await host.FundAsync(0m, "user-2"));
        using var owner = host.Client("user-1");
        using var teller = host.Operator();
        var body = $$"""{"to":"{{to.Id}}","amount":1,{{s_texts}}}""";

        Assert.Null((await owner.PostAnswerAsync($"/wallets/{from.Id}/transfers", body, ("Idempotency-Key", "key"))).Is(200).Replayed);
        Assert.Equal("true", (await teller.PostAnswerAsync($"/wallets/{from.Id}/transfers", body, ("Idempotency-Key", "key"))).Is(200).Replayed);
        Assert.Null((await teller.PostAnswerAsync($"/wallets/{from.Id}/transfers", body, ("Idempotency-Key", "other"))).Is(200).Replayed);
        Assert.Equal("true", (await owner.PostAnswerAsync($"/wallets/{from.Id}/transfers", body, ("Idempotency-Key", "other"))).Is(200).Replayed);

        Assert.Equal(2m, (await host.Wallets.GetBalanceAsync(to.Id, Token)).Balance);
    }

    [Fact]
    public async Task Text_leaves_as_it_is_and_is_not_escaped()
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.FundAsync(0m, "user-1");
        using var teller = host.Operator();

        var answer = (await teller.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1,"reference":"é 一 <b>"}""")).Is(200);

        Assert.Contains("\"reference\":\"é 一 <b>\"", answer.Body, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(answer.Body), 1, 1_000);
    }

    private sealed class OwnOnly : ITransferPolicy
    {
        public bool Allows(Wallet source, Wallet destination, decimal amount) => source.OwnerId == destination.OwnerId;
    }
}
