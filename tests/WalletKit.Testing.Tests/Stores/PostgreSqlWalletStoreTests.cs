namespace WalletKit.Testing.Tests.Stores;

public sealed class PostgreSqlWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new PostgreSqlSubject();
}
