using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>
/// The whole suite again with two stores on one file, which share nothing but the file, like stores in two processes: the calls alternate between them.
/// </summary>
[Slow]
public sealed class SqliteWalletStoreOnOneFileTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new OneFileSubject();

    private sealed class OneFileSubject : SqliteSubject
    {
        public override IWalletStore CreateStore(TimeProvider timeProvider) => new AlternatingWalletStore(CreateOne(timeProvider), CreateOne(timeProvider));
    }
}
