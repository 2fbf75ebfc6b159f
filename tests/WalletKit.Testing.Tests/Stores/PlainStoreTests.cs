using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>A store with the abstract members of its base alone keeps every promise but those about features that it does not declare.</summary>
public sealed class PlainStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new PlainSubject();

    private sealed class PlainSubject : WalletStoreSubject
    {
        public override bool IsDurable => false;

        public override StoreFeatures Features => StoreFeatures.None;

        public override IWalletStore CreateStore(TimeProvider timeProvider) => new PlainStore(new InMemoryWalletStore(timeProvider));
    }
}
