using WalletKit.Rules;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class RandomBatchChecks : StoreChecks
{
    [Check]
    public async Task A_long_run_of_random_batches_leaves_the_books_that_a_plain_model_expects()
    {
        var random = NewRandom();
        var model = new Dictionary<WalletId, List<long>>();
        for (var i = 0; i < 3; i++)
        {
            model[(await OpenAsync($"owner {i}")).Id] = [];
        }

        for (var round = 0; round < 150; round++)
        {
            var commands = Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomCommand(random, [.. model.Keys])).ToArray();
            Time.AdjustTime(Time.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(-1_000, 2_000)));
            var staged = model.ToDictionary(pair => pair.Key, pair => pair.Value.ToList());
            var refused = Array.FindIndex(commands, command => !TryApply(staged, command));

            var result = await CommitAsync(commands);

            Assert.True(refused == result.RefusedIndex, $"Seed {Seed}, round {round}: refused at {result.RefusedIndex}, not at {refused}");
            model = refused < 0 ? staged : model;
        }

        foreach (var (walletId, amounts) in model)
        {
            Assert.Equal(amounts, (await AuditAsync(walletId)).History.Select(transaction => transaction.AmountMinorUnits));
        }
    }

    private static MoneyCommand RandomCommand(Random random, WalletId[] wallets)
    {
        var walletId = wallets[random.Next(wallets.Length)];
        var amount = random.Next(1, 1_000) / 100m;
        return random.Next(2) == 0 ? new Deposit(walletId, amount) : new Withdraw(walletId, amount);
    }

    private static bool TryApply(Dictionary<WalletId, List<long>> books, MoneyCommand command)
    {
        var amount = (long)(command.Amount * 100) * (command is Deposit ? 1 : -1);
        if (books[command.WalletId].Sum() + amount < 0)
        {
            return false;
        }

        books[command.WalletId].Add(amount);
        return true;
    }
}
