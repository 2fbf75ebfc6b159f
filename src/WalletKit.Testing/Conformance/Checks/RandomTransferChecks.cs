using WalletKit.Rules;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class RandomTransferChecks : StoreChecks
{
    [Check]
    public async Task A_long_run_of_random_transfers_reversals_and_batches_leaves_the_books_that_a_plain_model_expects()
    {
        var random = NewRandom();
        var model = new MoneyModel();
        for (var i = 0; i < 4; i++)
        {
            model.Open((await OpenAsync($"owner {i}")).Id);
        }

        for (var round = 0; round < 200; round++)
        {
            Time.AdjustTime(Time.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(-1_000, 2_000)));
            var batch = model.RandomBatch(random);
            var (isReplay, expected, refused) = model.Apply(batch);

            var result = await Store.CommitAsync(batch, Token);

            var at = $"Seed {Seed}, round {round}";
            Assert.True((refused ?? -1) == result.RefusedIndex && (refused is null) == (result.Refusal is null), $"{at}: refused at {result.RefusedIndex}, not at {refused}");
            Assert.True(expected.SequenceEqual(result.Results.SelectMany(done => done.Transactions).Select(recorded => recorded.Id)), $"{at}: other transactions than expected");
            Assert.All(result.Results, done => Assert.True(done.Replayed == isReplay, at));
        }

        foreach (var (walletId, entries) in model.Books)
        {
            var history = (await AuditMoneyAsync(walletId)).History;
            Assert.Equal(
                entries.Select(entry => (entry.Amount, entry.Counterpart, entry.ReversalOf)),
                history.Select(recorded => (recorded.AmountMinorUnits, recorded.Links.Counterpart, recorded.Links.ReversalOf)));
        }
    }
}
