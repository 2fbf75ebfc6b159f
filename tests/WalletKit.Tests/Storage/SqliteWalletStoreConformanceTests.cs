using WalletKit.Storage;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Tests.Storage;

public class SqliteWalletStoreConformanceTests : DurableWalletStoreConformance
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Callers_who_wait_for_one_opening_do_not_wait_for_one_another()
    {
        await using var store = CreateOne();
        using var resumed = new CountdownEvent(2);

        // Each keeps the thread that it goes on upon until both go on, as a caller may who has long work to do.
        async Task<bool> CallAsync()
        {
            await store.FindWalletAsync(NewId(), Token);
            resumed.Signal();
            return resumed.Wait(TimeSpan.FromSeconds(60), Token);
        }

        Assert.DoesNotContain(false, await Task.WhenAll(CallAsync(), CallAsync()));
    }

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
