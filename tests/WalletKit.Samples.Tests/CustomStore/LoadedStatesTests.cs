using WalletKit.Commands;
using WalletKit.Stores;
using WalletKit.Testing;
using WalletKit.Testing.Model;

namespace WalletKit.Samples.Tests.CustomStore;

[Slow]
public sealed class LoadedStatesTests
{
    [Fact]
    public async Task Loaded_states_give_the_same_results_as_all_states_at_hand()
    {
        var options = ModelOptions.FromEnvironment() with { Sequences = 300, SequencesPerStore = 10 };

        await ModelRunner.RunAsync(() => new Subject(), options, message => WriteLine(message), Token);
    }

    [Fact]
    public async Task The_other_leg_of_a_reversal_and_its_wallet_are_found_on_the_way()
    {
        var (source, target) = (WalletId.Parse("01980000-0000-7000-8000-000000000001"), WalletId.Parse("01980000-0000-7000-8000-000000000002"));
        using var store = new InMemoryWalletStore(TimeProvider.System);
        var usd = Currency.FromIso("USD");
        await store.CommitAsync(
            new CommandBatch([new OpenWallet(source, "a", usd), new OpenWallet(target, "b", usd), new Deposit(source, 5m), new Transfer(source, target, 5m)]),
            Token);
        var database = new SlowDatabase(store.States);

        var (result, staged) = await new LoadedStates(database).ExecuteAsync(new CommandBatch(new Reverse(new TransactionId(source, 3))), DateTimeOffset.UtcNow);

        // The queries read the wallet, the transaction, its leg, the leg's wallet, a possible reversal, and the secrets of both wallets.
        Assert.Equal(7, database.Queries);
        Assert.Null(result.Refusal);
        Assert.Equal(2, staged.Wallets.Count);
        Assert.Equal([source, target], result.First.Transactions.Select(transaction => transaction.WalletId));
    }

    /// <summary>Calculates each batch in two ways, and fails if the results differ.</summary>
    private sealed class ComparingStore(InMemoryWalletStore store, TimeProvider timeProvider) : ForwardingWalletStore(store)
    {
        public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            var (loaded, _) = await new LoadedStates(new SlowDatabase(store.States)).ExecuteAsync(batch, timeProvider.GetUtcNow());
            var committed = await base.CommitAsync(batch, cancellationToken);

            Assert.Equal((committed.RefusedIndex, committed.Refusal?.Message), (loaded.RefusedIndex, loaded.Refusal?.Message));
            Assert.Equal(committed.Results, loaded.Results);
            return committed;
        }
    }

    private sealed class Subject : WalletStoreSubject
    {
        public override bool IsDurable => false;

        public override IWalletStore CreateStore(TimeProvider timeProvider) => new ComparingStore(new InMemoryWalletStore(timeProvider), timeProvider);
    }
}
