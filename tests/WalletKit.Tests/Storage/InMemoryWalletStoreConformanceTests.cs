using WalletKit.Storage;
using WalletKit.Storage.InMemory;

namespace WalletKit.Tests.Storage;

public sealed class InMemoryWalletStoreConformanceTests : WalletStoreConformance
{
    protected override IWalletStore CreateStore() => new InMemoryWalletStore(Time);
}
