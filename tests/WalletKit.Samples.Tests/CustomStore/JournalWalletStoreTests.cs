using WalletKit.Testing;

namespace WalletKit.Samples.Tests.CustomStore;

// [example: suite]
public sealed class JournalWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new TemporaryJournal();
}
// [end]
