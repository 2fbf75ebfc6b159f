using WalletKit.Storage;

namespace WalletKit.Tests.Storage;

/// <summary>
/// The whole suite again with two stores on one file, which share nothing but the file, as in two processes: each call goes to the
/// other one than the call before.
/// </summary>
public sealed class SqliteWalletStoreOnOneFileConformanceTests : SqliteWalletStoreConformanceTests
{
    protected override IWalletStore CreateStore() => new AlternatingWalletStore(CreateOne(), CreateOne());

    [Fact]
    public async Task Two_stores_can_make_the_same_new_file_at_once()
    {
        for (var round = 0; round < 20; round++)
        {
            using var directory = new TemporaryDirectory();
            var stores = Enumerable.Range(0, 4).Select(_ => CreateAt(directory.File("new.db"))).ToArray();

            await AtOnceAsync(stores.Length, async i =>
            {
                await stores[i].OpenAsync(Token);
                return i;
            });
            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }
}
