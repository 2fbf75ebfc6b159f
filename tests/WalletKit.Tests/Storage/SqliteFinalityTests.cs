using System.Collections.Concurrent;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

/// <summary>Reads as of a past time beside writers, on a real file under the system's clock.</summary>
public sealed class SqliteFinalityTests : IAsyncLifetime
{
    private const int Writers = 8;
    private const int Transfers = 100;
    private const int Readers = 4;

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteWalletStore[] _stores;
    private readonly WalletId[] _wallets = new WalletId[2];

    public SqliteFinalityTests() => _stores = [Create(), Create()];

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < _wallets.Length; i++)
        {
            var open = new OpenWallet(WalletId.Create(TimeProvider.System.GetUtcNow(), Random.Shared), $"owner-{i}", Currency.FromIso("USD"));
            Assert.Null((await _stores[0].CommitAsync(new CommandBatch([open, new Deposit(open.WalletId, 1_000m)]), Token)).Refusal);
            _wallets[i] = open.WalletId;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task Two_stores_on_one_file_never_give_two_answers_for_one_past_time()
    {
        var answers = new ConcurrentBag<(int Wallet, DateTimeOffset Time, long Sequence)>();
        using var written = new CancellationTokenSource();
        var reading = Enumerable.Range(0, Readers).Select(i => Task.Run(() => AskAsync(_stores[i % 2], i / 2 % 2), Token)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => WriteAsync(_stores[i % 2], i / 2 % 2), Token)));
        await written.CancelAsync();
        await Task.WhenAll(reading);

        Assert.True(answers.Count > Readers);
        var different = 0;
        foreach (var (wallet, time, sequence) in answers)
        {
            foreach (var store in _stores)
            {
                different += (await store.FindTransactionAsOfAsync(_wallets[wallet], time, Token)).Transaction!.Sequence == sequence ? 0 : 1;
            }
        }

        Assert.True(different == 0, $"{different} of {2 * answers.Count} answers changed.");

        async Task WriteAsync(SqliteWalletStore store, int from)
        {
            for (var n = 0; n < Transfers; n++)
            {
                Assert.Null((await store.CommitAsync(new CommandBatch(new Transfer(_wallets[from], _wallets[1 - from], 0.01m)), Token)).Refusal);
            }
        }

        async Task AskAsync(SqliteWalletStore store, int wallet)
        {
            while (!written.IsCancellationRequested)
            {
                var time = TimeProvider.System.GetUtcNow();
                var found = await store.FindTransactionAsOfAsync(_wallets[wallet], time, Token);
                if (found.IsFinal)
                {
                    answers.Add((wallet, time, found.Transaction!.Sequence));
                }
            }
        }
    }

    private SqliteWalletStore Create() => new(
        new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.File("wallets.db")}", Synchronous = SqliteSynchronous.Normal, BusyTimeout = TimeSpan.FromMinutes(1) },
        TimeProvider.System);
}
