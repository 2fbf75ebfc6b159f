using WalletKit.Storage;

namespace WalletKit.Testing.Tests.Model;

/// <summary>Two stores on one SQLite file that share nothing but the file, as in two processes, used in turns.</summary>
internal sealed class TwoStoresSubject : SqliteSubject
{
    public override IWalletStore CreateStore(TimeProvider timeProvider) => new AlternatingStore(CreateOne(timeProvider), CreateOne(timeProvider));
}
