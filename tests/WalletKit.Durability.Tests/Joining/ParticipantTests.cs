using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Durability.Tests.Joining;

/// <summary>Rows of the host in the commit of a batch.</summary>
public sealed class ParticipantTests : JoinedTest
{
    [Fact]
    public async Task A_row_of_the_host_is_committed_with_the_deposit_and_may_refer_to_it()
    {
        var participant = new SqliteAct(context =>
        {
            var transaction = context.Results[0].Transaction!;
            SqliteAct.Run(
                context,
                $"INSERT INTO orders (number, wallet, version) SELECT 1, w.public_id, j.version FROM walletkit_journal j JOIN walletkit_wallets w ON w.id = j.wallet_id WHERE j.version = {transaction.Version}");
        });

        var receipt = await Deposit(participant, 5m);

        Assert.Equal(5m, receipt.Balance);
        using (var other = Raw.Open(Directory.Database))
        {
            Assert.Equal(receipt.Transaction.Version, other.Number("SELECT version FROM orders WHERE number = 1"));
        }

        await AssertBooks(deposits: 1, orders: 1);
    }

    [Fact]
    public async Task A_participant_that_throws_fails_its_batch_with_its_own_exception_and_leaves_nothing_of_it()
    {
        var cause = new InvalidDataException("out of stock");
        var participant = new SqliteAct(context =>
        {
            SqliteAct.Run(context, "INSERT INTO orders (number) VALUES (7)");
            throw cause;
        });

        var calls = await InOneGroup(() => [.. Enumerable.Range(0, 20).Select(i => i == 7 ? Deposit(participant) : Deposit(i % 3 == 0 ? SqliteAct.Order(i) : null))]);

        Assert.Same(cause, await Assert.ThrowsAsync<InvalidDataException>(() => calls[7]));
        Assert.Equal(1, participant.Runs);
        calls.RemoveAt(7);
        Assert.Equal(Enumerable.Range(1, 19).Select(i => (long)i), (await Task.WhenAll(calls)).Select(receipt => receipt.Transaction.Sequence).Order());
        Assert.Equal(20m, (await Deposit()).Balance);
        await AssertBooks(deposits: 20, orders: 7);
    }

    [Fact]
    public async Task A_batch_whose_participant_failed_leaves_no_wallet_no_key_no_hold_and_no_terms_behind()
    {
        var failing = new SqliteAct(static _ => throw new InvalidDataException());
        await Assert.ThrowsAsync<InvalidDataException>(() => Host.Wallets.OpenAsync("new", "USD", options: new() { Participant = failing }, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidDataException>(() => Host.Wallets.DepositAsync(Wallet, 100m, new() { Participant = failing, IdempotencyKey = "key" }, Token));
        await Deposit(amount: 10m);
        await Assert.ThrowsAsync<InvalidDataException>(() => Host.Wallets.PlaceHoldAsync(Wallet, 10m, new() { Participant = failing }, Token));

        Assert.Null(await Host.Wallets.FindWalletAsync("new", cancellationToken: Token));
        Assert.False((await Host.Wallets.OpenAsync("new", "USD", cancellationToken: Token)).Replayed);
        Assert.False((await Host.Wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "key" }, Token)).Replayed);
        Assert.Equal(11m, (await Host.Wallets.WithdrawAsync(Wallet, 11m, cancellationToken: Token)).Transaction.Amount * -1);
        Assert.Equal(2, (await Host.Rebates.ProcessPendingAsync(Token)).Paid);
        await AssertBooks(deposits: 5, orders: 0);
    }

    [Fact]
    public async Task A_participant_runs_for_no_refusal_and_for_no_replay()
    {
        var participant = SqliteAct.Order(1);
        await Assert.ThrowsAsync<InsufficientFundsException>(() => Host.Wallets.WithdrawAsync(Wallet, 1m, new() { Participant = participant }, Token));
        await Host.Wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "key", Participant = participant }, Token);
        var again = await Host.Wallets.DepositAsync(Wallet, 1m, new() { IdempotencyKey = "key", Participant = participant }, Token);
        WalletCommand[] commands = [new Deposit(Wallet, 2m), new Withdraw(Wallet, 1m)];
        var batch = SqliteAct.Order(2);
        await Host.Wallets.ExecuteAsync(commands, new() { IdempotencyKey = "batch", Participant = batch }, Token);
        var replay = await Host.Wallets.ExecuteAsync(commands, new() { IdempotencyKey = "batch", Participant = batch }, Token);

        Assert.True(again.Replayed);
        Assert.True(replay.First.Replayed);
        Assert.Equal((1, 1), (participant.Runs, batch.Runs));
        await AssertBooks(deposits: 3, orders: 2);
    }

    [Fact]
    public async Task A_participant_runs_again_where_its_group_failed_and_its_row_is_there_once()
    {
        using (var other = Raw.Open(Directory.Database))
        {
            other.Execute("CREATE TRIGGER defect BEFORE INSERT ON walletkit_texts WHEN NEW.reference = 'defect' BEGIN SELECT RAISE(ABORT, 'defect'); END");
        }

        var participant = SqliteAct.Order(1);
        var contexts = new HashSet<SqliteParticipantContext?>();
        var watched = new SqliteAct(context =>
        {
            contexts.Add(context);
            participant.Write(context);
        });

        var calls = await InOneGroup(() => [Deposit(watched), Host.Wallets.DepositAsync(Wallet, 1m, new() { Reference = "defect" }, Token)]);

        await Assert.ThrowsAsync<WalletStoreException>(() => calls[1]);
        Assert.Equal(1m, (await calls[0]).Balance);
        Assert.Equal(2, contexts.Count);
        await AssertBooks(deposits: 1, orders: 1);
    }

    [Fact]
    public async Task Every_call_that_changes_wallets_takes_a_participant()
    {
        var orders = Enumerable.Range(1, 20).Select(SqliteAct.Order).ToArray();
        var next = 0;
        ICommitParticipant Next() => orders[next++];

        var other = (await Host.Wallets.OpenAsync("other", "USD", options: new() { Participant = Next() }, cancellationToken: Token)).Wallet.Id;
        var deposit = await Deposit(Next(), 100m);
        await Host.Wallets.WithdrawAsync(Wallet, 1m, new() { Participant = Next() }, Token);
        await Host.Wallets.TransferAsync(Wallet, other, 1m, new() { Participant = Next() }, Token);
        var hold = await Host.Wallets.PlaceHoldAsync(Wallet, 5m, new() { Participant = Next() }, Token);
        await Host.Wallets.CaptureHoldAsync(hold.Hold.Id, 2m, new() { KeepOpen = true, Participant = Next() }, Token);
        await Host.Wallets.VoidHoldAsync(hold.Hold.Id, new() { Participant = Next() }, Token);
        await Host.Wallets.ReverseAsync(deposit.Transaction.Id, new() { AllowOverdraft = true, Participant = Next() }, Token);
        await Host.Wallets.SetCreditLimitAsync(Wallet, 50m, new() { Participant = Next() }, Token);
        await Host.Wallets.FreezeAsync(Wallet, new() { Participant = Next() }, Token);
        await Host.Wallets.UnfreezeAsync(Wallet, new() { Participant = Next() }, Token);
        await Host.Wallets.ExecuteAsync([new Deposit(Wallet, 1m), new Deposit(other, 1m)], new() { Participant = Next() }, Token);
        await Host.Wallets.ExecuteLockedAsync(
            [Wallet],
            (section, _) =>
            {
                section.Add(new Deposit(Wallet, 1m));
                return Task.CompletedTask;
            },
            new() { Participant = Next() },
            Token);
        await Host.Wallets.WithdrawAsync(other, 2m, new() { Participant = Next() }, Token);
        await Host.Wallets.CloseAsync(other, new() { Participant = Next() }, Token);
        await Host.Wallets.EraseAsync(other, new() { Participant = Next() }, Token);

        Assert.All(orders[..next], static order => Assert.Equal(1, order.Runs));
        Assert.Equal(next, CountOrders());
        await Host.DisposeAsync();
        await StoreAudit.AssertCleanAsync(Directory.Database);
    }

    [Fact]
    public async Task A_context_is_of_no_more_use_after_its_run()
    {
        var participant = SqliteAct.Order(1);
        await Deposit(participant);

        Assert.Throws<InvalidOperationException>(() => participant.Context!.Transaction);
        Assert.Throws<InvalidOperationException>(() => participant.Context!.Connection);
    }

    [Fact]
    public async Task A_participant_of_another_store_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Deposit(new OfAnotherStore()));

        Assert.Contains(nameof(OfAnotherStore), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ISqliteParticipant), refusal.Message, StringComparison.Ordinal);
        await AssertBooks(deposits: 0, orders: 0);
    }

    private sealed class OfAnotherStore : ICommitParticipant;
}
