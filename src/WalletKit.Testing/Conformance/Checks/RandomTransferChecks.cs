using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class RandomTransferChecks : StoreChecks
{
    [Check]
    public async Task A_long_run_of_random_transfers_reversals_and_batches_leaves_the_books_that_a_plain_model_expects()
    {
        var random = NewRandom();
        var wallets = new WalletId[4];
        for (var i = 0; i < wallets.Length; i++)
        {
            wallets[i] = await OpenAsModelAsync($"owner {i}");
        }

        var keyed = new List<CommandBatch>();
        for (var round = 0; round < 200; round++)
        {
            Time.AdjustTime(Time.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(-1_000, 2_000)));
            await CommitAsModelAsync(RandomBatch(random, wallets, keyed), $"round {round}");
        }

        foreach (var walletId in wallets)
        {
            await AuditMoneyAsync(walletId);
            await AssertAsModelAsync(walletId, "the end");
        }
    }

    // A batch in eight is an earlier batch again, under the same key, however long ago the earlier batch was.
    private static CommandBatch RandomBatch(Random random, WalletId[] wallets, List<CommandBatch> keyed)
    {
        if (keyed.Count > 0 && random.Next(8) == 0)
        {
            return keyed[random.Next(keyed.Count)];
        }

        var commands = Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomCommand(random, wallets)).ToArray();
        if (random.Next(3) != 0)
        {
            return new CommandBatch([.. commands]);
        }

        keyed.Add(new CommandBatch([.. commands]) { IdempotencyKey = $"key {keyed.Count}" });
        return keyed[^1];
    }

    private static WalletCommand RandomCommand(Random random, WalletId[] wallets)
    {
        random.Shuffle(wallets);
        var amount = random.Next(1, 1_000) / 100m;
        return random.Next(6) switch
        {
            0 or 1 => new Deposit(wallets[0], amount),
            2 => new Withdraw(wallets[0], amount),
            3 or 4 => new Transfer(wallets[0], wallets[1], amount),
            _ => new Reverse(new TransactionId(wallets[0], random.Next(1, 60))),
        };
    }
}
