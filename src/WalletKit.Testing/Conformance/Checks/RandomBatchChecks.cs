using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class RandomBatchChecks : StoreChecks
{
    [Check]
    public async Task A_long_run_of_random_batches_leaves_the_books_that_a_plain_model_expects()
    {
        var random = NewRandom();
        var wallets = new WalletId[3];
        for (var i = 0; i < wallets.Length; i++)
        {
            wallets[i] = await OpenAsModelAsync($"owner {i}");
        }

        for (var round = 0; round < 150; round++)
        {
            Time.AdjustTime(Time.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(-1_000, 2_000)));
            var commands = Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomCommand(random, wallets));
            await CommitAsModelAsync(new CommandBatch([.. commands]), $"round {round}");
        }

        foreach (var walletId in wallets)
        {
            await AuditAsync(walletId);
            await AssertAsModelAsync(walletId, "the end");
        }
    }

    private static MoneyCommand RandomCommand(Random random, WalletId[] wallets)
    {
        var walletId = wallets[random.Next(wallets.Length)];
        var amount = random.Next(1, 1_000) / 100m;
        return random.Next(2) == 0 ? new Deposit(walletId, amount) : new Withdraw(walletId, amount);
    }
}
