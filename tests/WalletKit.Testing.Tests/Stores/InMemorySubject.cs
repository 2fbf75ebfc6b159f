using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

internal sealed class InMemorySubject : WalletStoreSubject
{
    public override bool IsDurable => false;

    public override IWalletStore CreateStore(TimeProvider timeProvider) => new InMemoryWalletStore(timeProvider);
}
