namespace WalletKit.Tests.Storage;

/// <summary>Callers, and stores, that meet at the first opening of a file.</summary>
public sealed class SqliteFirstOpeningTests
{
    [Fact]
    public async Task Callers_that_wait_for_one_opening_do_not_wait_for_one_another()
    {
        using var directory = new TemporaryDirectory();
        await using var store = CreateStore(directory);
        using var resumed = new CountdownEvent(2);

        // Each caller keeps the thread on which it continues until both continue. A caller with long work may do the same.
        async Task<bool> CallAsync()
        {
            await store.FindWalletAsync(new WalletId(Guid.CreateVersion7()), Token);
            resumed.Signal();
            return resumed.Wait(TimeSpan.FromSeconds(60), Token);
        }

        Assert.DoesNotContain(false, await Task.WhenAll(CallAsync(), CallAsync()));
    }

    [Fact]
    public async Task Two_stores_can_make_the_same_new_file_at_once()
    {
        for (var round = 0; round < 20; round++)
        {
            using var directory = new TemporaryDirectory();
            var stores = Enumerable.Range(0, 4).Select(_ => CreateStore(directory)).ToArray();
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var openings = stores.Select(store => Task.Run(
                async () =>
                {
                    await start.Task;
                    await store.OpenAsync(Token);
                },
                Token)).ToArray();

            start.SetResult();
            await Task.WhenAll(openings).WaitAsync(TimeSpan.FromSeconds(60), Token);
            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }

    private static SqliteWalletStore CreateStore(TemporaryDirectory directory) => new(
        new SqliteStoreOptions
        {
            ConnectionString = $"Data Source={directory.File("wallets.db")}",
            // No test is about waiting too long, and a busy machine must not turn one into such a test.
            BusyTimeout = TimeSpan.FromMinutes(1),
        },
        TimeProvider.System);
}
