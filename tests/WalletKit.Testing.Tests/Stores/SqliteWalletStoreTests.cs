namespace WalletKit.Testing.Tests.Stores;

[Slow]
public sealed class SqliteWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new SqliteSubject();
}
