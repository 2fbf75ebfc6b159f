using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class ReversalTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_transaction_is_reversed_once_and_its_reversal_never()
    {
        var wallet = await shared.Host.FundAsync(100m);
        var transactions = $"/wallets/{wallet.Id}/transactions";

        var reversed = (await shared.Operator.PostAnswerAsync($"{transactions}/2/reverse", """{"reference":"refund"}""")).Is(200);

        var reversal = Assert.Single(reversed.Json.GetProperty("transactions").EnumerateArray());
        Assert.Equal(("-100.00", "0.00", "reversal"), (reversal.GetProperty("amount").GetString(), reversal.GetProperty("balanceAfter").GetString(), reversal.GetProperty("type").GetString()));
        Assert.Equal(2, reversal.GetProperty("reversalOf").GetInt64());
        Assert.Equal("\"3\"", reversed.ETag);
        (await shared.Operator.PostAnswerAsync($"{transactions}/2/reverse")).IsRefused(409, "already_reversed");
        (await shared.Operator.PostAnswerAsync($"{transactions}/3/reverse")).IsRefused(409, "not_reversible");
        (await shared.Operator.PostAnswerAsync($"{transactions}/4/reverse")).IsRefused(404, "transaction_not_found");
    }

    [Fact]
    public async Task Money_that_is_gone_is_taken_back_only_where_overdraft_is_allowed()
    {
        var wallet = await shared.Host.FundAsync(100m);
        await shared.Host.Wallets.WithdrawAsync(wallet.Id, 30m, cancellationToken: Token);
        var reverse = $"/wallets/{wallet.Id}/transactions/2/reverse";

        (await shared.Operator.PostAnswerAsync(reverse)).IsRefused(400, "insufficient_funds");
        (await shared.Operator.PostAnswerAsync(reverse, """{"allowOverdraft":1}""")).IsRefused(400, "invalid_input", "allowOverdraft");
        (await shared.Operator.PostAnswerAsync(reverse, """{"allowOverdraft":true}""")).Is(200);

        var balance = (await shared.Operator.GetAnswerAsync($"/wallets/{wallet.Id}/balance")).Is(200);
        Assert.Equal(("-30.00", "-30.00"), (balance["balance"], balance["available"]));
    }

    [Fact]
    public async Task Both_legs_of_a_transfer_are_reversed_together()
    {
        var (from, to) = (await shared.Host.FundAsync(100m), await shared.Host.FundAsync(0));
        await shared.Host.Wallets.TransferAsync(from.Id, to.Id, 40m, cancellationToken: Token);

        var reversed = (await shared.Operator.PostAnswerAsync($"/wallets/{to.Id}/transactions/2/reverse")).Is(200).Json.GetProperty("transactions");

        Assert.Equal(2, reversed.GetArrayLength());
        Assert.Equal("100.00", (await shared.Operator.GetAnswerAsync($"/wallets/{from.Id}/balance")).Is(200)["balance"]);
        Assert.Equal("0.00", (await shared.Operator.GetAnswerAsync($"/wallets/{to.Id}/balance")).Is(200)["balance"]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("9223372036854775808")]
    public async Task A_malformed_version_is_refused(string version) =>
        (await shared.Operator.PostAnswerAsync($"/wallets/{Endpoints.Nobody}/transactions/{version}/reverse")).IsRefused(400, "invalid_input", "version");
}
