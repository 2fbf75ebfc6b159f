using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class TransferTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_transfer_answers_an_operator_with_both_legs()
    {
        var (from, to) = (await shared.Host.FundAsync(100m), await shared.Host.FundAsync(5m));

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":"25.5","reference":"rent"}""")).Is(200);

        var legs = answer.Json.GetProperty("transactions").EnumerateArray().ToList();
        Assert.Equal(["transfer_out", "transfer_in"], legs.Select(leg => leg.GetProperty("type").GetString()));
        Assert.Equal(["-25.50", "25.50"], legs.Select(leg => leg.GetProperty("amount").GetString()));
        Assert.Equal(["74.50", "30.50"], legs.Select(leg => leg.GetProperty("balanceAfter").GetString()));
        Assert.Equal(to.Id.ToString(), legs[0].GetProperty("counterpart").GetProperty("walletId").GetString());
        Assert.Equal("\"3\"", answer.ETag);
    }

    [Fact]
    public async Task A_transfer_between_currencies_needs_a_rate_or_a_target_amount()
    {
        var (from, to) = (await shared.Host.FundAsync(100m), await shared.Host.FundAsync(0, currency: "JPY"));
        Task<Answer> Transfer(string more) => shared.Operator.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":"10"{{more}}}""");

        (await Transfer("")).IsRefused(409, "currency_mismatch");
        (await Transfer(""","rate":"150","targetAmount":"1500" """)).IsRefused(400, "invalid_input", "rate");
        (await Transfer(""","rate":"0" """)).IsRefused(400, "invalid_input", "rate");
        (await Transfer(""","rate":"x" """)).IsRefused(400, "invalid_input", "rate");
        (await Transfer(""","rate":null""")).IsRefused(400, "invalid_input", "rate");
        (await Transfer(""","targetAmount":null""")).IsRefused(400, "invalid_input", "targetAmount");
        (await Transfer(""","rate":150,"targetAmount":null""")).IsRefused(400, "invalid_input", "targetAmount");
        (await Transfer(""","rate":"0.0001" """)).IsRefused(400, "invalid_amount", "amount");
        (await Transfer(""","targetAmount":"0" """)).IsRefused(400, "invalid_amount", "targetAmount");
        (await Transfer(""","targetAmount":"1500.5" """)).IsRefused(400, "invalid_amount", "targetAmount");
        (await Transfer(""","targetAmount":"9223372036854775808" """)).IsRefused(400, "invalid_amount", "targetAmount");
        var byRate = (await Transfer(""","rate":150.25""")).Is(200).Json.GetProperty("transactions");
        var byTarget = (await Transfer(""","targetAmount":1500""")).Is(200).Json.GetProperty("transactions");

        Assert.Equal("1502", byRate[1].GetProperty("amount").GetString());
        Assert.Equal("150.25", byRate[0].GetProperty("exchange").GetProperty("rate").GetString());
        Assert.Equal("1502", byRate[0].GetProperty("exchange").GetProperty("counterpartAmount").GetString());
        Assert.Equal("1500", byTarget[1].GetProperty("amount").GetString());
        Assert.Equal("80.00", (await shared.Operator.GetAnswerAsync($"/wallets/{from.Id}/balance")).Is(200)["balance"]);
    }

    [Fact]
    public async Task A_rate_within_one_currency_is_refused()
    {
        var (from, to) = (await shared.Host.FundAsync(100m), await shared.Host.FundAsync(0));

        (await shared.Operator.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":1,"rate":1}""")).IsRefused(400, "invalid_input", "rate");
        (await shared.Operator.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":1,"targetAmount":1}""")).IsRefused(400, "invalid_input", "targetAmount");
    }

    [Fact]
    public async Task A_transfer_that_cannot_be_done_changes_neither_wallet()
    {
        var (from, to) = (await shared.Host.FundAsync(10m), await shared.Host.FundAsync(92233720368547758m));
        var path = $"/wallets/{from.Id}/transfers";

        (await shared.Operator.PostAnswerAsync(path, $$"""{"to":"{{to.Id}}","amount":"10.01"}""")).IsRefused(400, "insufficient_funds");
        (await shared.Operator.PostAnswerAsync(path, $$"""{"to":"{{to.Id}}","amount":"1"}""")).IsRefused(400, "balance_out_of_range");
        (await shared.Operator.PostAnswerAsync(path, $$"""{"to":"{{from.Id}}","amount":"1"}""")).IsRefused(400, "invalid_input", "to");
        (await shared.Operator.PostAnswerAsync(path, """{"to":"abc","amount":"1"}""")).IsRefused(400, "invalid_input", "to");
        (await shared.Operator.PostAnswerAsync(path, $$"""{"to":" {{to.Id}}\n","amount":"1"}""")).IsRefused(400, "invalid_input", "to");
        (await shared.Operator.PostAnswerAsync(path, """{"to":null,"amount":"1"}""")).IsRefused(400, "invalid_input", "to");
        (await shared.Operator.PostAnswerAsync(path, """{"amount":"1"}""")).IsRefused(400, "invalid_input", "to");
        (await shared.Operator.PostAnswerAsync(path, $$"""{"to":"{{Endpoints.Nobody}}","amount":"1"}""")).IsRefused(404, "wallet_not_found");

        Assert.Equal(from, await shared.Host.Wallets.GetWalletAsync(from.Id, Token));
        Assert.Equal(to, await shared.Host.Wallets.GetWalletAsync(to.Id, Token));
    }

    [Fact]
    public async Task A_frozen_source_and_a_closed_destination_are_conflicts()
    {
        var (frozen, closed) = (await shared.Host.FundAsync(10m), await shared.Host.FundAsync(0));
        await shared.Host.Wallets.FreezeAsync(frozen.Id, cancellationToken: Token);
        var open = await shared.Host.FundAsync(10m);
        await shared.Host.Wallets.CloseAsync(closed.Id, cancellationToken: Token);

        (await shared.Operator.PostAnswerAsync($"/wallets/{frozen.Id}/transfers", $$"""{"to":"{{open.Id}}","amount":1}""")).IsRefused(409, "wallet_frozen");
        (await shared.Operator.PostAnswerAsync($"/wallets/{open.Id}/transfers", $$"""{"to":"{{closed.Id}}","amount":1}""")).IsRefused(409, "wallet_closed");
        (await shared.Operator.PostAnswerAsync($"/wallets/{open.Id}/transfers", $$"""{"to":"{{frozen.Id}}","amount":1}""")).Is(200);
    }
}
