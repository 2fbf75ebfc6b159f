using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HoldBatchChecks : StoreChecks
{
    [Check]
    public async Task A_hold_can_be_placed_and_ended_in_one_batch()
    {
        var walletId = await OpenWithAsync(100m);
        await PlaceAsync(walletId, 30m, Minute);
        Time.Advance(Minute);

        var result = await CommitAsync(
            new PlaceHold(walletId, 10m),
            new CaptureHold(new HoldId(walletId, 2), 4m) { KeepOpen = true },
            new CaptureHold(new HoldId(walletId, 2)),
            new PlaceHold(walletId, 20m) { ExpiresIn = Minute },
            new VoidHold(new HoldId(walletId, 3)),
            new ExpireHolds(walletId),
            new PlaceHold(walletId, 90m));

        Assert.Null(result.Refusal);
        Assert.Equal(
            [(HoldStatus.Expired, 0m), (HoldStatus.Captured, 10m), (HoldStatus.Voided, 0m), (HoldStatus.Open, 0m)],
            (await HoldsAsync(walletId)).Select(hold => (hold.Status, hold.Captured)));
        Assert.Equal((10, 90m, null), (result.Results[^1].Wallet!.Version, result.Results[^1].Wallet!.Held, result.Results[^1].Wallet!.Holds.NextExpiry));
        Assert.Equal(result.Results[^1].Wallet, await FindAsync(walletId));
        await AssertBalanceAsync(walletId, 90m, 90m, 0m);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_wallet_can_be_opened_used_and_closed_in_one_batch_with_its_holds()
    {
        var walletId = NewId();

        var result = await CommitAsync(
            new OpenWallet(walletId, "owner", Usd),
            new SetCreditLimit(walletId, 5m),
            new PlaceHold(walletId, 5m) { ExpiresIn = Minute },
            new VoidHold(new HoldId(walletId, 1)),
            new FreezeWallet(walletId),
            new CloseWallet(walletId) { Reason = "done" });

        Assert.Null(result.Refusal);
        Assert.Equal(result.Results[^1].Wallet, await FindAsync(walletId));
        Assert.Equal([WalletEventType.CreditLimitSet, WalletEventType.Frozen, WalletEventType.Closed], (await EventsAsync(walletId)).Select(happened => happened.Type));
        Assert.Equal(HoldStatus.Voided, Assert.Single(await HoldsAsync(walletId)).Status);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_refused_batch_leaves_no_hold_no_event_and_no_end_of_a_hold()
    {
        var walletId = await OpenWithAsync(100m);
        var expired = await PlaceAsync(walletId, 10m, Minute);
        Time.Advance(Minute);
        var standing = await PlaceAsync(walletId, 10m, Minute);
        var before = await SnapshotAsync();

        var result = await CommitAsync(
            new CaptureHold(standing.Id, 1m) { KeepOpen = true },
            new PlaceHold(walletId, 20m) { ExpiresIn = TimeSpan.FromSeconds(1), IdempotencyKey = "placed" },
            new VoidHold(standing.Id) { IdempotencyKey = "voided" },
            new ExpireHolds(walletId),
            new SetCreditLimit(walletId, 5m) { IdempotencyKey = "limit" },
            new FreezeWallet(walletId),
            new Withdraw(walletId, 1m));

        Assert.Equal((6, typeof(WalletFrozenException)), (result.RefusedIndex, result.Refusal!.GetType()));
        Assert.Equal(before, await SnapshotAsync());
        Assert.Equal(HoldStatus.Expired, (await FindHoldAsync(expired.Id)).Status);

        // Later commands do not see any of them either.
        var placed = (await DoAsync(new PlaceHold(walletId, 20m) { IdempotencyKey = "placed" })).Hold!;
        Assert.Equal(3, placed.Id.Number);
        Assert.False((await DoAsync(new VoidHold(standing.Id) { IdempotencyKey = "voided" })).Replayed);
        Assert.False((await DoAsync(new SetCreditLimit(walletId, 5m) { IdempotencyKey = "limit" })).Replayed);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_batch_that_is_refused_between_its_neighbors_takes_only_its_own_holds_with_it()
    {
        var walletId = await OpenWithAsync(1_000m);

        // The commands are handed over together, so that a store that commits in groups has them in one group.
        var results = await AtOnceAsync(200, i => i % 2 == 0
            ? CommitAsync(new PlaceHold(walletId, 1m) { ExpiresIn = Minute }, new Withdraw(walletId, 2_000m))
            : CommitAsync(new PlaceHold(walletId, 1m) { ExpiresIn = Minute * 2 }, new SetCreditLimit(walletId, i)));

        Assert.All(results.Select((result, i) => (result, i)), one => Assert.Equal(one.i % 2 == 0, one.result.Refusal is InsufficientFundsException));
        Assert.Equal(100, (await OpenHoldsAsync(walletId)).Count);
        Assert.Equal(100, (await EventsAsync(walletId)).Count);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task Commands_of_one_group_on_a_hold_are_done_in_some_order()
    {
        var walletId = await OpenWithAsync(100m);
        for (var number = 1L; number <= 50; number++)
        {
            var hold = new HoldId(walletId, number);

            // The calls are not awaited one by one: where they meet in one commit, each sees the one before it.
            Task<BatchResult>[] calls =
            [
                CommitAsync(new PlaceHold(walletId, 1m) { ExpiresIn = Minute }),
                CommitAsync(new CaptureHold(hold, 0.4m) { KeepOpen = true }),
                CommitAsync(new VoidHold(hold)),
                CommitAsync(new CaptureHold(hold)),
            ];
            var results = await Task.WhenAll(calls).WaitAsync(Guard, Token);

            Assert.Null(results[0].Refusal);
            Assert.All(results[1..], result => Assert.True(result.Refusal is null or HoldNotFoundException or HoldEndedException));
            Assert.Equal(
                results[2].Refusal is null ? HoldStatus.Voided : results[3].Refusal is null ? HoldStatus.Captured : HoldStatus.Open,
                (await FindHoldAsync(hold)).Status);
        }

        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_long_run_of_random_batches_of_holds_leaves_the_books_that_a_plain_model_expects()
    {
        var random = NewRandom();
        var walletId = await OpenAsModelAsync("owner");
        await CommitAsModelAsync(new CommandBatch(new Deposit(walletId, 50m)), "the first deposit");
        for (var round = 0; round < 200; round++)
        {
            Time.Advance(TimeSpan.FromSeconds(random.Next(0, 3)));
            var holds = Books.Find(walletId)!.Holds.Count;
            var commands = Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomCommand(random, walletId, holds)).ToArray();

            await CommitAsModelAsync(commands is [var only] ? new CommandBatch(only) : new CommandBatch([.. commands]), $"round {round}");

            await AuditHoldsAsync(walletId);
            await AssertAsModelAsync(walletId, $"round {round}");
        }
    }

    private static WalletCommand RandomCommand(Random random, WalletId walletId, int holds)
    {
        var amount = random.Next(1, 1_000) / 100m;
        var hold = new HoldId(walletId, random.Next(Math.Max(1, holds - 10), holds + 2));
        return random.Next(7) switch
        {
            0 => new Deposit(walletId, amount),
            1 => new Withdraw(walletId, amount),
            2 => new CaptureHold(hold, random.Next(2) == 0 ? null : amount) { KeepOpen = random.Next(2) == 0 },
            3 => new VoidHold(hold),
            4 => new ExpireHolds(walletId),
            _ => new PlaceHold(walletId, amount) { ExpiresIn = random.Next(3) == 0 ? null : TimeSpan.FromSeconds(random.Next(1, 20)) },
        };
    }
}
