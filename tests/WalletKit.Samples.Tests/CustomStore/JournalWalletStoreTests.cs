using WalletKit.Testing;

namespace WalletKit.Samples.Tests.CustomStore;

[Slow]
// [example: suite]
public sealed class JournalWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new TemporaryJournal();
}
// [end]
