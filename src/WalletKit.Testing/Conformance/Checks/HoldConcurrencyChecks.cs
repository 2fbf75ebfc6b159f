using WalletKit.Rules;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HoldConcurrencyChecks : StoreChecks
{
    [Check]
    [Case(1, 50, HoldStatus.Captured)]
    [Case(3, 16, HoldStatus.Open)]
    public async Task Captures_at_once_never_take_more_than_was_held(int amount, int succeeding, HoldStatus status)
    {
        var walletId = await OpenWithAsync(200m);
        var hold = await PlaceAsync(walletId, 50m);

        var results = await CommitAtOnceAsync(100, _ => new CaptureHold(hold.Id, amount) { KeepOpen = true });

        Assert.Equal(succeeding, results.Count(result => result.Refusal is null));
        Assert.All(results, result => Assert.True(result.Refusal is null or HoldEndedException { Status: HoldStatus.Captured } or HoldExceededException));
        Assert.Equal((status, (decimal)(amount * succeeding), 50m - (amount * succeeding)), await StandingAsync(hold.Id));
        Assert.Equal(200m - (amount * succeeding), (await AuditHoldsAsync(walletId)).Wallet.Balance);
    }

    [Check]
    public async Task A_capture_a_void_and_an_expiry_at_once_end_the_hold_once()
    {
        for (var round = 0; round < 40; round++)
        {
            var walletId = await OpenWithAsync(100m, $"owner {round}");
            var hold = await PlaceAsync(walletId, 40m, Minute);

            var results = await AtOnceAsync(5, i =>
            {
                if (i == 2)
                {
                    Time.Advance(Minute);
                }

                return CommitAsync(i switch
                {
                    0 => new CaptureHold(hold.Id),
                    1 => new VoidHold(hold.Id),
                    2 or 3 => new ExpireHolds(walletId),
                    _ => new CaptureHold(hold.Id, 1m),
                });
            });

            var ended = results.Where((result, i) => i is 0 or 1 or 4 && result.Refusal is null).ToList();
            var found = await FindHoldAsync(hold.Id);
            Assert.True(ended.Count <= 1, "a hold ended twice");
            Assert.Equal(ended.Count == 0, found.Status == HoldStatus.Expired);
            Assert.Equal(results[1].Refusal is null, found.Status == HoldStatus.Voided);
            Assert.All(results, result => Assert.True(result.Refusal is null || (result.Refusal is HoldEndedException refusal && refusal.Status == found.Status)));
            Assert.Equal((100m - found.Captured, 4), ((await AuditHoldsAsync(walletId)).Wallet.Balance, (await FindAsync(walletId)).Version));
        }
    }

    [Check]
    public async Task Withdrawals_transfers_and_holds_at_once_never_spend_the_same_money()
    {
        var walletId = await OpenWithAsync(80m);
        var other = await OpenAsync("other");
        await DoAsync(new SetCreditLimit(walletId, 20m));
        await PlaceAsync(walletId, 50m);
        await PlaceAsync(walletId, 10m, Minute);
        Time.Advance(Minute);

        var results = await CommitAtOnceAsync(120, i => (i % 3) switch
        {
            0 => new Withdraw(walletId, 1m),
            1 => new Transfer(walletId, other.Id, 1m),
            _ => new PlaceHold(walletId, 1m) { ExpiresIn = Minute },
        });

        Assert.Equal(50, results.Count(result => result.Refusal is null));
        Assert.Equal(70, results.Count(result => result.Refusal is InsufficientFundsException { Available: 0m }));
        Assert.Equal(0m, (await FindAsync(walletId)).Available);
        await AuditHoldsAsync(walletId);
        Assert.Equal(results.Where((result, i) => i % 3 == 1 && result.Refusal is null).Count(), (await AuditAsync(other.Id)).Wallet.Balance);
    }

    [Check]
    public async Task Held_money_is_captured_whatever_else_is_spent_at_once()
    {
        var walletId = await OpenWithAsync(60m);
        List<HoldId> holds = [];
        for (var i = 0; i < 50; i++)
        {
            holds.Add((await PlaceAsync(walletId, 1m)).Id);
        }

        var results = await CommitAtOnceAsync(100, i => i < 50 ? new CaptureHold(holds[i]) : new Withdraw(walletId, 1m));

        Assert.All(results[..50], result => Assert.Null(result.Refusal));
        Assert.Equal(10, results[50..].Count(result => result.Refusal is null));
        await AssertBalanceAsync(walletId, 0m, 0m, 0m);
        await AuditHoldsAsync(walletId);
    }

    [Check]
    public async Task A_balance_read_beside_writers_is_of_one_moment()
    {
        const int Reads = 500;
        var wallet = await OpenAsync();

        // All the money is held, so a reader that sees an available amount has mixed two moments.
        var reading = AtOnceAsync(2, async _ =>
        {
            for (var i = 0; i < Reads; i++)
            {
                var read = await FindAsync(wallet.Id);
                Assert.Equal((read.Balance, 0m), (read.Held, read.Available));
                await Task.Yield();
            }

            return true;
        });
        await AtOnceAsync(2, async _ =>
        {
            while (!reading.IsCompleted)
            {
                var result = await CommitAsync(new Deposit(wallet.Id, 2m), new PlaceHold(wallet.Id, 2m) { ExpiresIn = Minute });
                var hold = result.Results[1].Hold!.Id;
                await DoAsync(new CaptureHold(hold, 1m) { KeepOpen = true });
                await DoAsync(new CaptureHold(hold));
            }

            return true;
        });

        await reading;
        await AuditHoldsAsync(wallet.Id);
    }

    [Check]
    public async Task Expired_holds_are_recorded_once_however_many_sweep_at_once()
    {
        var walletId = await OpenWithAsync(100m);
        for (var i = 0; i < 10; i++)
        {
            await PlaceAsync(walletId, 1m, Minute);
        }

        Time.Advance(Minute);

        var results = await CommitAtOnceAsync(20, i => i % 2 == 0 ? new ExpireHolds(walletId) : new Withdraw(walletId, 1m));

        Assert.All(results, result => Assert.Null(result.Refusal));
        Assert.Equal(12 + 1 + 10, (await AuditHoldsAsync(walletId)).Wallet.Version);
    }
}
