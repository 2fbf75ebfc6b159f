namespace WalletKit.Testing.Tests.Stores;

[Slow]
public sealed class PostgreSqlWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new PostgreSqlSubject();
}
