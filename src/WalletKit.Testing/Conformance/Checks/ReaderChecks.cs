namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ReaderChecks : StoreChecks
{
    [Check]
    public async Task A_reader_beside_writers_never_sees_half_of_a_batch()
    {
        const int Reads = 1_000;
        var wallet = await OpenAsync();

        // Each batch ends with the balances with which it began, so a reader that sees other balances has seen inside a batch.
        var reading = AtOnceAsync(2, async _ =>
        {
            for (var i = 0; i < Reads; i++)
            {
                var seen = await FindAsync(wallet.Id);
                Assert.Equal((0L, 0L), (seen.BalanceMinorUnits, seen.LastSequence % 3));
                var newest = await HistoryAsync(wallet.Id, HistoryOrder.NewestFirst, limit: 3);
                Assert.True(newest.Count == 0 || newest[0].Sequence >= seen.LastSequence, "a wallet was ahead of its history");
                Assert.Equal(newest.Count == 0 ? [] : [0m, 2m, 1m], newest.Select(transaction => transaction.BalanceAfter));
            }

            return true;
        });
        await AtOnceAsync(2, async _ =>
        {
            while (!reading.IsCompleted)
            {
                Assert.Null((await CommitAsync(new Deposit(wallet.Id, 1m), new Deposit(wallet.Id, 1m), new Withdraw(wallet.Id, 2m))).Refusal);
            }

            return true;
        });

        await reading;
        await AuditAsync(wallet.Id);
    }

    [Check]
    public async Task A_reader_beside_a_writer_never_sees_a_wallet_before_the_rest_of_its_batch()
    {
        for (var round = 0; round < 50; round++)
        {
            var (walletId, name) = (NewId(), $"{round}");
            var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var looking = Task.Run(
                async () =>
                {
                    while (true)
                    {
                        var seen = await Store.FindWalletByNameAsync("owner", name, Token);
                        looked.TrySetResult();
                        if (seen is not null)
                        {
                            return seen;
                        }
                    }
                },
                Token);
            await looked.Task.WaitAsync(Guard, Token);

            await CommitAsync(new OpenWallet(walletId, "owner", Usd, name), new Deposit(walletId, 1m), new Deposit(walletId, 1m));

            Assert.Equal(2m, (await looking.WaitAsync(Guard, Token)).Balance);
        }
    }

    [Check]
    public async Task A_history_read_page_by_page_beside_writers_has_no_gap_and_no_repeat()
    {
        var wallet = await OpenAsync();
        var writing = CommitAtOnceAsync(500, _ => new Deposit(wallet.Id, 1m));

        var read = new List<WalletTransaction>();
        while (true)
        {
            var last = writing.IsCompleted;
            var page = await HistoryAsync(wallet.Id, HistoryOrder.OldestFirst, read.Count == 0 ? null : read[^1].Version, 7);
            read.AddRange(page);
            AssertChained(read);
            if (last && page.Count == 0)
            {
                break;
            }

            // A read mostly completes synchronously: without a pause the writers' own continuations might find no thread to run on.
            await Task.Yield();
        }

        await writing;
        Assert.Equal(500, read.Count);
        AssertChained(read);
    }
}
