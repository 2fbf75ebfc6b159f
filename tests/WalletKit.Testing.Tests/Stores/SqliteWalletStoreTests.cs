namespace WalletKit.Testing.Tests.Stores;

public sealed class SqliteWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new SqliteSubject();
}
