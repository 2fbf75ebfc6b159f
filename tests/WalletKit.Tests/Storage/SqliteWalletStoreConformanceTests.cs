using WalletKit.Storage;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Tests.Storage;

public class SqliteWalletStoreConformanceTests : DurableWalletStoreConformance
{
    private readonly TemporaryDirectory _directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override IWalletStore CreateStore() => CreateOne();

    protected SqliteWalletStore CreateOne() => CreateAt(_directory.File("wallets.db"));

    protected SqliteWalletStore CreateAt(string path) => new(
        new SqliteStoreOptions
        {
            ConnectionString = $"Data Source={path}",
            // No test is about waiting too long, and a busy machine must not make one so.
            BusyTimeout = TimeSpan.FromMinutes(1),
        },
        Time);
}
