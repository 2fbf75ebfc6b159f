using WalletKit.Commands;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

public sealed class UnsupportedParticipantTests
{
    [Fact]
    public async Task A_store_without_transactions_refuses_a_participant_by_name()
    {
        await using var store = new InMemoryWalletStore(TimeProvider.System);
        var batch = new CommandBatch(new Deposit(WalletId.Create(DateTimeOffset.UtcNow, Random.Shared), 1m)) { Participant = new Orders() };

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => store.CommitAsync(batch, Token).AsTask());

        Assert.False(store.Features.HasFlag(StoreFeatures.Participants));
        Assert.Contains("participant", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Orders), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(InMemoryWalletStore), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_keeps_its_participant_when_a_command_of_it_is_completed()
    {
        var wallet = WalletId.Create(DateTimeOffset.UtcNow, Random.Shared);
        var one = new CommandBatch(new Deposit(wallet, 1m)) { Participant = new Orders() };
        var two = new CommandBatch([new Deposit(wallet, 1m), new Deposit(wallet, 2m)]) { Participant = new Orders() };

        Assert.Same(one.Participant, one.With(0, new Deposit(wallet, 3m)).Participant);
        Assert.Same(two.Participant, two.With(1, new Deposit(wallet, 3m)).Participant);
    }

    private sealed class Orders : ICommitParticipant;
}
