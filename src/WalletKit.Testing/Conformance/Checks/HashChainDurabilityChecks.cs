namespace WalletKit.Testing.Conformance.Checks;

[NeedsDurability]
internal sealed class HashChainDurabilityChecks : StoreChecks
{
    [Check]
    public async Task A_chain_goes_on_after_a_restart_where_it_was()
    {
        var walletId = await OpenWithAsync(1m);
        var before = (await FindAsync(walletId)).ChainHash;

        await RestartAsync();

        Assert.Equal(before, (await FindAsync(walletId)).ChainHash);
        await DoAsync(new Deposit(walletId, 1m));
        await AuditAsync(walletId);
    }

    [Check]
    public Task A_repetition_under_a_key_gets_the_hashes_of_the_first_after_a_restart() => AssertHashesReplayAsync(RestartAsync);
}
