using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The actor, the value date, and the account on the other side of a change.</summary>
internal sealed class OriginChecks : StoreChecks
{
    [Check]
    public async Task A_transaction_keeps_its_actor_its_value_date_and_its_account()
    {
        var walletId = await OpenWithAsync(100m);
        var yesterday = Time.GetUtcNow().AddDays(-1);

        var done = await DoAsync(new Withdraw(walletId, 1m) { Actor = "clerk \u00fc", EffectiveAt = yesterday, Account = "bank:eu" });

        var kept = (await HistoryAsync(walletId))[^1];
        Assert.Equal(("clerk \u00fc", yesterday, "bank:eu"), (kept.Actor, kept.EffectiveAt, kept.Account));
        Assert.Equal(done.Transaction, kept);
    }

    [Check]
    public async Task Each_command_of_a_batch_keeps_its_own_actor()
    {
        var walletId = await OpenWithAsync(100m);

        Assert.Null((await CommitAsync(new Deposit(walletId, 1m) { Actor = "one" }, new Withdraw(walletId, 1m), new Deposit(walletId, 1m) { Actor = "other" }, new FreezeWallet(walletId) { Actor = "one" })).Refusal);

        Assert.Equal([null, "one", null, "other"], (await HistoryAsync(walletId)).Select(transaction => transaction.Actor));
        Assert.Equal("one", (await EventsAsync(walletId))[^1].Actor);
    }

    [Check]
    public async Task A_change_of_state_keeps_its_actor_and_its_value_date()
    {
        var wallet = await OpenAsync();
        var yesterday = Time.GetUtcNow().AddDays(-1);

        var done = await DoAsync(new FreezeWallet(wallet.Id) { Actor = "risk", EffectiveAt = yesterday });

        var kept = (await Store.ListEventsAsync(wallet.Id, 0, 10, Token))[0];
        Assert.Equal(("risk", yesterday), (kept.Actor!, kept.EffectiveAt));
        Assert.Equal(done.Event, kept);
    }

    [Check]
    public async Task A_retry_by_another_actor_is_a_replay_and_keeps_the_first_actor()
    {
        var wallet = await OpenAsync();
        await DoAsync(new Deposit(wallet.Id, 1m) { IdempotencyKey = "key", Actor = "first" });

        var again = await DoAsync(new Deposit(wallet.Id, 1m) { IdempotencyKey = "key", Actor = "second" });

        Assert.Equal((true, "first"), (again.Replayed, again.Transaction!.Actor!));
    }

    [Check]
    public async Task A_retry_with_another_value_date_or_account_is_refused()
    {
        var wallet = await OpenAsync();
        var first = new Deposit(wallet.Id, 1m) { IdempotencyKey = "key" };
        await DoAsync(first);

        await RefusedAsync<IdempotencyConflictException>(first with { EffectiveAt = Time.GetUtcNow().AddDays(-1) });
        await RefusedAsync<IdempotencyConflictException>(first with { Account = "bank" });
    }

    [Check]
    public async Task A_reversal_gives_the_money_back_to_the_account_that_it_came_from()
    {
        var wallet = await OpenAsync();
        var deposit = (await DoAsync(new Deposit(wallet.Id, 5m) { Account = "bank" })).Transaction!;

        Assert.Equal("bank", (await DoAsync(new Reverse(deposit.Id))).Transaction!.Account);
    }
}
