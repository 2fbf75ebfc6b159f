using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class IdempotencyTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_repeated_call_gets_the_first_answer_and_says_so()
    {
        var (wallet, other) = (await shared.Host.FundAsync(100m), await shared.Host.FundAsync(0));
        var path = $"/wallets/{wallet.Id}";
        foreach (var (call, body) in (IEnumerable<(string, string?)>)
            [
                ("deposit", """{"amount":1}"""),
                ("withdraw", """{"amount":1}"""),
                ("transfers", $$"""{"amount":1,"to":"{{other.Id}}"}"""),
                ("holds", """{"amount":1}"""),
                ("holds", """{"amount":2}"""),
                ("holds/1/capture", "{}"),
                ("holds/2/void", null),
                ("transactions/2/reverse", """{"allowOverdraft":true}"""),
                ("freeze", """{"reason":"r"}"""),
                ("unfreeze", "{}"),
            ])
        {
            var key = ("Idempotency-Key", Guid.NewGuid().ToString());
            var first = await shared.Operator.PostAnswerAsync($"{path}/{call}", body, key);
            var version = (await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token)).Version;
            var again = await shared.Operator.PostAnswerAsync($"{path}/{call}", body, key);

            Assert.True(first.Status is 200 or 201, first.Body);
            Assert.Null(first.Replayed);
            Assert.Equal("true", again.Replayed);
            Assert.Equal((first.Status, first.Body, first.ETag, first.Location), (again.Status, again.Body, again.ETag, again.Location));
            Assert.Equal(version, (await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token)).Version);
        }
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_refused()
    {
        var wallet = await shared.Host.FundAsync(100m);
        var key = ("Idempotency-Key", "same");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"1.5"}""", key)).Is(200);

        Assert.Equal("true", (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1.50}""", key)).Is(200).Replayed);
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"1.51"}""", key)).IsRefused(422, "idempotency_conflict");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":"1.5"}""", key)).IsRefused(422, "idempotency_conflict");
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"1.5","reference":"r"}""", key)).IsRefused(422, "idempotency_conflict");
    }

    [Fact]
    public async Task A_replay_trips_over_no_rule_that_the_first_call_passed()
    {
        var wallet = await shared.Host.FundAsync(100m);
        (string, string)[] headers = [("Idempotency-Key", "once"), ("If-Match", "\"2\"")];
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":100}""", headers)).Is(200);
        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/close")).Is(200);

        Assert.Equal("true", (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":100}""", headers)).Is(200).Replayed);
    }

    [Fact]
    public async Task A_refused_call_leaves_its_key_free()
    {
        var wallet = await shared.Host.FundAsync(1m);
        var key = ("Idempotency-Key", "free");

        (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":2}""", key)).IsRefused(400, "insufficient_funds");
        Assert.Null((await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", key)).Is(200).Replayed);
    }

    [Fact]
    public async Task Twenty_equal_calls_at_once_are_done_once_and_answered_alike()
    {
        var wallet = await shared.Host.FundAsync(100m);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"10"}""", ("Idempotency-Key", "race"))));

        Assert.All(answers, answer => answer.Is(200));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(answers, answer => answer.Replayed is null);
        Assert.Equal(90m, (await shared.Host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance);
    }

    [Fact]
    public async Task A_replay_survives_a_restart()
    {
        await using var before = await ApiHost.StartAsync();
        var wallet = await before.FundAsync(100m);
        using var client = before.Operator();
        var first = (await client.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"10"}""", ("Idempotency-Key", "k"))).Is(200);

        await using var after = await before.RestartAsync();
        using var later = after.Operator();
        var again = (await later.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":"10"}""", ("Idempotency-Key", "k"))).Is(200);

        Assert.Equal((first.Body, "true"), (again.Body, again.Replayed));
        Assert.Equal("90.00", (await later.GetAnswerAsync($"/wallets/{wallet.Id}/balance")).Is(200)["balance"]);
    }

    [Fact]
    public async Task A_key_has_1_to_200_characters_and_is_given_once()
    {
        var wallet = await shared.Host.FundAsync(100m);
        Task<Answer> Withdraw(params (string, string)[] headers) => shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""", headers);

        (await Withdraw(("Idempotency-Key", new string('k', 200)))).Is(200);
        (await Withdraw(("Idempotency-Key", new string('k', 201)))).IsRefused(400, "invalid_input", "Idempotency-Key");
        (await Withdraw(("Idempotency-Key", ""))).IsRefused(400, "invalid_input", "Idempotency-Key");
    }
}
