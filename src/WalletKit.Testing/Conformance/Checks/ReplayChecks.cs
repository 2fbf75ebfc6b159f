using WalletKit.Model.Money;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ReplayChecks : StoreChecks
{
    [Check]
    public async Task Every_keyed_command_again_gets_its_first_result() =>
        await AssertAllReplayedAsync(await DoEveryKeyedCommandAsync());

    [Check]
    public async Task Every_keyed_command_again_gets_its_first_result_from_a_wallet_that_is_frozen_by_now()
    {
        var first = await DoEveryKeyedCommandAsync();
        await DoAsync(new FreezeWallet(first[0].Command.WalletId));

        await AssertAllReplayedAsync(first);
    }

    [Check]
    public async Task Every_keyed_command_again_gets_its_first_result_from_a_wallet_that_is_emptied_and_closed_by_now()
    {
        var first = await DoEveryKeyedCommandAsync();
        var walletId = first[0].Command.WalletId;
        await DoAsync(new Withdraw(walletId, (await FindAsync(walletId)).Balance));
        await DoAsync(new CloseWallet(walletId));

        await AssertAllReplayedAsync(first);
    }

    [Check]
    public async Task The_key_of_any_command_with_other_content_is_refused_whatever_it_stands_for()
    {
        foreach (var (command, result) in await DoEveryKeyedCommandAsync())
        {
            var refusal = await RefusedAsync<IdempotencyConflictException>(new Deposit(command.WalletId, 77m) { IdempotencyKey = command.IdempotencyKey });

            Assert.Equal((command.WalletId, result.Transaction?.Id), (refusal.WalletId, refusal.Recorded));
        }
    }

    [Check]
    public async Task A_different_transfer_or_reversal_is_a_conflict_under_the_same_key()
    {
        var source = await OpenWithAsync(100m, "source");
        var euro = (await OpenAsync("euro", Euro)).Id;
        var yen = (await OpenAsync("yen", Yen)).Id;
        var transfer = new Transfer(source, euro, 10m) { Rate = 1.5m, IdempotencyKey = "transfer" };
        var reverse = new Reverse(new TransactionId(source, 2)) { AllowOverdraft = true, IdempotencyKey = "reverse" };
        await DoAsync(transfer);
        await DoAsync(reverse);
        WalletCommand[] others =
        [
            transfer with { Rate = 1.6m },
            transfer with { Rate = null, TargetAmount = 15m },
            new Transfer(source, yen, 10m) { Rate = 1.5m, IdempotencyKey = "transfer" },
            new Transfer(source, euro, 10.01m) { Rate = 1.5m, IdempotencyKey = "transfer" },
            reverse with { AllowOverdraft = false },
            new Reverse(new TransactionId(source, 3)) { AllowOverdraft = true, IdempotencyKey = "reverse" },
            reverse with { Reference = "r" },
        ];

        foreach (var other in others)
        {
            await RefusedAsync<IdempotencyConflictException>(other);
        }

        Assert.True((await DoAsync(transfer with { Rate = 1.50m })).Replayed);
    }

    [Check]
    public async Task A_rounding_is_content_where_something_was_rounded_and_nowhere_else()
    {
        var source = await OpenWithAsync(1_000m, "source");
        var destination = (await OpenAsync("destination")).Id;
        var euro = (await OpenAsync("euro", Euro)).Id;
        Transfer[] exact =
        [
            new Transfer(source, destination, 10m),
            new Transfer(source, euro, 10m) { Rate = 1.5m },
            new Transfer(source, euro, 10m) { TargetAmount = 3.33m },
            new Transfer(source, euro, 10m) { QuotedRate = 0.5m },
        ];
        var rounded = new Transfer(source, euro, 10.01m) { Rate = 1.5m };
        var first = await CommitKeyedAsync("batch", [.. exact, rounded]);
        foreach (var (transfer, i) in exact.Select((transfer, i) => (transfer with { IdempotencyKey = $"key {i}" }, i)))
        {
            await DoAsync(transfer);

            Assert.True((await DoAsync(transfer with { Rounding = MidpointRounding.ToZero })).Replayed, $"transfer {i}");
        }

        await DoAsync(rounded with { IdempotencyKey = "rounded" });

        Assert.True((await DoAsync(rounded with { IdempotencyKey = "rounded" })).Replayed);
        await RefusedAsync<IdempotencyConflictException>(rounded with { IdempotencyKey = "rounded", Rounding = MidpointRounding.ToZero });
        AssertReplayed(first, await CommitKeyedAsync("batch", [.. exact.Select(transfer => transfer with { Rounding = MidpointRounding.ToZero }), rounded]));
        await RefusedWholeAsync<IdempotencyConflictException>(
            new CommandBatch([.. exact, rounded with { Rounding = MidpointRounding.ToZero }]) { IdempotencyKey = "batch" });
    }

    [Check]
    public async Task A_transfers_key_is_its_sources_and_a_reversals_its_transactions()
    {
        var source = await OpenWithAsync(100m, "source");
        var destination = (await OpenAsync("destination")).Id;
        var legs = (await DoAsync(new Transfer(source, destination, 10m) { IdempotencyKey = "key" })).Transactions;

        Assert.False((await DoAsync(new Deposit(destination, 1m) { IdempotencyKey = "key" })).Replayed);
        await DoAsync(new Reverse(legs[1].Id) { IdempotencyKey = "back" });

        Assert.False((await DoAsync(new Deposit(source, 1m) { IdempotencyKey = "back" })).Replayed);
        await RefusedAsync<IdempotencyConflictException>(new Deposit(destination, 1m) { IdempotencyKey = "back" });
    }

    [Check]
    public async Task A_refused_transfer_or_reversal_does_not_use_up_its_key()
    {
        var source = (await OpenAsync("source")).Id;
        var destination = (await OpenAsync("destination")).Id;
        var transfer = new Transfer(source, destination, 10m) { IdempotencyKey = "transfer" };
        var reverse = new Reverse(new TransactionId(source, 2)) { IdempotencyKey = "reverse" };
        await RefusedAsync<InsufficientFundsException>(transfer);
        await RefusedAsync<TransactionNotFoundException>(reverse);
        await DoAsync(new Deposit(source, 10m));

        Assert.False((await DoAsync(transfer)).Replayed);
        await RefusedAsync<InsufficientFundsException>(reverse);
        await DoAsync(new Deposit(source, 10m));
        Assert.False((await DoAsync(reverse)).Replayed);
        Assert.Equal(0m, (await AuditMoneyAsync(source)).Wallet.Balance);
    }
}
