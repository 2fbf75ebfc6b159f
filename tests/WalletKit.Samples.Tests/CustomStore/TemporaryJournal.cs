using WalletKit.Samples.CustomStore;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Samples.Tests.CustomStore;

// [example: subject]
/// <summary>A journal in a directory of its own.</summary>
internal sealed class TemporaryJournal : WalletStoreSubject
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("walletkit-journal-tests-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "wallets.journal");

    public override bool IsDurable => true;

    public override StoreFeatures Features => StoreFeatures.Rebates | StoreFeatures.Books;

    public override IWalletStore CreateStore(TimeProvider timeProvider) => new JournalWalletStore(Path, timeProvider);

    public override ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return base.DisposeAsync();
    }
}
// [end]
