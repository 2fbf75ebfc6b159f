namespace WalletKit.Testing.Tests.Stores;

public sealed class InMemoryWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new InMemorySubject();
}
