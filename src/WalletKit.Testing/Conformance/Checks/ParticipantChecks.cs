using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ParticipantChecks : StoreChecks
{
    [Check]
    public async Task A_participant_that_the_store_cannot_run_is_refused_by_name_and_nothing_is_changed()
    {
        var walletId = await OpenWithAsync(100m);
        var before = await FindAsync(walletId);
        var batch = new CommandBatch(new Deposit(walletId, 1m)) { Participant = new OfNoStore() };

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(async () => await Store.CommitAsync(batch, Token));

        Assert.Contains(nameof(OfNoStore), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await FindAsync(walletId));
    }

    private sealed class OfNoStore : ICommitParticipant;
}
