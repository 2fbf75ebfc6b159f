using WalletKit.Commands;

namespace WalletKit.Tests.Storage;

public abstract partial class DurableWalletStoreConformance
{
    [Fact]
    public async Task A_chain_goes_on_after_a_restart_where_it_was()
    {
        var walletId = await OpenWithAsync(1m);
        var before = (await FindAsync(walletId)).ChainHash;

        await RestartAsync();

        Assert.Equal(before, (await FindAsync(walletId)).ChainHash);
        await DoAsync(new Deposit(walletId, 1m));
        await AuditAsync(walletId);
    }

    protected override Task BeforeRepetitionAsync() => RestartAsync();
}
