using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Service.Holds;
using WalletKit.Storage;
using WalletKit.Storage.InMemory;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;

namespace WalletKit.Tests.Holds;

/// <summary>A sweep of a damaged store comes to an end, and sweeps the sound wallets as usual.</summary>
public sealed class HoldSweepDamageTests : IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryWalletStore _sound;

    public HoldSweepDamageTests() => _sound = new InMemoryWalletStore(_time);

    public static TheoryData<Exception> FailuresOfOneWallet =>
    [
        new WalletStoreException(StoreFailure.Constraint, "a rule of the tables is broken."),
        new WalletStoreException(StoreFailure.Corrupt, "a row cannot be read."),
        new OverflowException("a sum is too large."),
        new WalletNotFoundException(default),
    ];

    [Fact]
    public async Task A_wallet_that_is_listed_for_ever_is_named_and_swept_no_third_time()
    {
        var damaged = await OpenAsync(_sound, "damaged", expires: false);
        var sound = await OpenAsync(_sound, "sound");
        var store = new UnsweepableStore(_sound, damaged);

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => SweepAsync(store));

        Assert.Equal(StoreFailure.Corrupt, failure.Failure);
        Assert.Contains($"wallet {damaged} is listed as having holds that have expired, and has none.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (store.SweepsOf(damaged), store.SweepsOf(sound)));
        await AssertRecordedAsync(_sound, sound);
    }

    [Fact]
    public async Task A_wallet_that_is_listed_for_ever_and_gets_traffic_is_left_to_the_next_sweep()
    {
        var damaged = await OpenAsync(_sound, "damaged", expires: false);
        var sound = await OpenAsync(_sound, "sound");
        var store = new UnsweepableStore(_sound, damaged)
        {
            Sweeping = async wallet =>
            {
                await _sound.CommitAsync(new CommandBatch(new Deposit(wallet, 1m)), Token);
                return null;
            },
        };

        Assert.Equal(2, await SweepAsync(store));

        Assert.InRange(store.SweepsOf(damaged), 2, 4);
        await AssertRecordedAsync(_sound, sound);
    }

    [Theory]
    [MemberData(nameof(FailuresOfOneWallet), DisableDiscoveryEnumeration = true)]
    public async Task Wallets_that_fail_do_not_keep_the_holds_of_others_from_being_recorded(Exception exception)
    {
        // There are more damaged wallets than one listing has, and all come before the sound ones.
        var damaged = await OpenSeveralAsync("damaged", 300);
        var sound = await OpenSeveralAsync("sound", 300);
        var store = new UnsweepableStore(_sound, [.. damaged])
        {
            Sweeping = _ => exception is WalletNotFoundException refusal ? new(BatchResult.Refused(0, refusal)) : ValueTask.FromException<BatchResult?>(exception),
        };

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => SweepAsync(store));

        Assert.Equal((StoreFailure.Corrupt, exception), (failure.Failure, failure.InnerException));
        Assert.StartsWith("the expired holds of 300 wallets could not be recorded, the first of them ", failure.Message, StringComparison.Ordinal);
        Assert.All(damaged, wallet => Assert.Equal(1, store.SweepsOf(wallet)));
        await AssertRecordedAsync(_sound, [.. sound]);
    }

    [Fact]
    public async Task A_sweep_that_fails_for_ever_more_wallets_ends()
    {
        var damaged = Enumerable.Range(0, 3_000).Select(_ => new WalletId(Guid.CreateVersion7())).ToArray();
        var store = new UnsweepableStore(_sound, damaged);

        await Assert.ThrowsAsync<WalletStoreException>(() => SweepAsync(store));

        Assert.InRange(store.Sweeps, SweepRun.MaxLeftAlone, 2_000);
    }

    [Fact]
    public async Task A_store_that_takes_no_work_ends_the_sweep_at_once()
    {
        var wallets = await OpenSeveralAsync("owner", 300);
        var busy = new WalletStoreException(StoreFailure.Busy, "the store is busy.");
        var store = new UnsweepableStore(_sound, [.. wallets]) { Sweeping = _ => ValueTask.FromException<BatchResult?>(busy) };

        Assert.Same(busy, await Assert.ThrowsAsync<WalletStoreException>(() => SweepAsync(store)));

        Assert.InRange(store.Sweeps, 1, 16);
    }

    [Fact]
    public async Task A_store_is_given_few_commands_at_once_however_many_wallets_there_are()
    {
        var gate = new TaskCompletionSource<BatchResult?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new UnsweepableStore(_sound, [.. await OpenSeveralAsync("owner", 300)]) { Sweeping = _ => new(gate.Task) };

        var sweep = SweepAsync(store);

        Assert.InRange(store.UnderWay, 1, 16);
        gate.SetException(new WalletStoreException(StoreFailure.Busy, "the store is busy."));
        await Assert.ThrowsAsync<WalletStoreException>(() => sweep);
    }

    [Fact]
    public async Task A_wallet_whose_row_contradicts_its_holds_in_a_file_does_not_stand_in_the_way_of_others()
    {
        var path = _directory.File("wallets.db");
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={path}" };
        WalletId damaged, sound;
        await using (var before = new SqliteWalletStore(options, _time))
        {
            (damaged, sound) = (await OpenAsync(before, "damaged"), await OpenAsync(before, "sound"));
        }

        await using var store = new SqliteWalletStore(options, _time);
        await RunAsync(path, "UPDATE walletkit_journal SET held = NULL WHERE held IS NOT NULL AND open_holds = 1 AND wallet_id = (SELECT id FROM walletkit_wallets WHERE owner_id = 'damaged')");

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => SweepAsync(store));

        Assert.Contains($"{damaged}", failure.Message, StringComparison.Ordinal);
        await AssertRecordedAsync(store, sound);
    }

    public void Dispose() => _directory.Dispose();

    // The clock is past the expiry of every hold. The time limit ends a sweep that goes on forever.
    private Task<long> SweepAsync(IWalletStore store)
    {
        _time.Advance(s_minute);
        return new HoldSweep(store, new BarePipeline(store)).RunAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    private static async Task AssertRecordedAsync(IWalletStore store, params WalletId[] wallets) =>
        Assert.All(await store.ReadLatestAsync(wallets, Token), wallet => Assert.Equal((0L, null), (wallet.Holds.OpenCount, wallet.Holds.NextExpiry)));

    private async Task<List<WalletId>> OpenSeveralAsync(string owner, int count)
    {
        List<WalletId> wallets = [];
        for (var i = 0; i < count; i++)
        {
            wallets.Add(await OpenAsync(_sound, $"{owner} {i}"));
        }

        return wallets;
    }

    private static async Task<WalletId> OpenAsync(IWalletStore store, string owner, bool expires = true)
    {
        var walletId = new WalletId(Guid.CreateVersion7());
        var result = await store.CommitAsync(
            new CommandBatch([new OpenWallet(walletId, owner, Currency.FromIso("USD")), new Deposit(walletId, 1m), new PlaceHold(walletId, 1m) { ExpiresIn = expires ? s_minute : null }]), Token);
        Assert.Null(result.Refusal);
        return walletId;
    }

    private static async Task RunAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Token));
    }
}
