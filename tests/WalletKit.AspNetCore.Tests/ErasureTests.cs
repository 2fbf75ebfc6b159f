namespace WalletKit.AspNetCore.Tests;

public sealed class ErasureTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_wallet_is_erased_once_it_is_closed_and_says_so()
    {
        var wallet = await shared.Host.FundAsync(10m);
        var path = $"/wallets/{wallet.Id}";
        (await shared.Operator.PostAnswerAsync($"{path}/erase")).IsRefused(409, "wallet_not_closed");
        (await shared.Operator.PostAnswerAsync($"{path}/withdraw", """{"amount":10,"reference":"erika"}""")).Is(200);
        (await shared.Operator.PostAnswerAsync($"{path}/close")).Is(200);

        var erased = (await shared.Operator.PostAnswerAsync($"{path}/erase", """{"reason":"asked for"}""")).Is(200);

        Assert.Equal(("erased", "asked for", false), (erased["type"], erased["reason"], erased.Json.GetProperty("isErased").GetBoolean()));
        var read = (await shared.Operator.GetAnswerAsync(path)).Is(200);
        Assert.Equal((null, null, 4L), (read["ownerId"], read["name"], read.Json.GetProperty("erasedThrough").GetInt64()));
        var transaction = (await shared.Operator.GetAnswerAsync($"{path}/transactions/3")).Is(200);
        Assert.Equal((null, true), (transaction["reference"], transaction.Json.GetProperty("isErased").GetBoolean()));
        (await shared.Operator.PostAnswerAsync($"{path}/erase")).IsRefused(409, "wallet_already_erased");
    }

    [Fact]
    public async Task All_wallets_of_an_owner_are_erased_open_ones_only_where_that_is_said()
    {
        const string Owner = "erika-9";
        var opened = (await shared.Operator.PostAnswerAsync("/wallets", $$"""{"ownerId":"{{Owner}}","currency":"USD"}""")).Is(201);

        (await shared.Operator.PostAnswerAsync("/wallets/erasures", $$"""{"ownerId":"{{Owner}}"}""")).IsRefused(409, "wallet_not_closed");
        var erased = (await shared.Operator.PostAnswerAsync("/wallets/erasures", $$"""{"ownerId":"{{Owner}}","includeOpen":true}""")).Is(200);

        Assert.Equal([opened["id"]], erased.Json.GetProperty("wallets").EnumerateArray().Select(wallet => wallet.GetString()));
    }
}
