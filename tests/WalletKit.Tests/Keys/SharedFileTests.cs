using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Tests.Keys;

/// <summary>The deletion of old idempotency keys where two stores have one file open, like two processes.</summary>
public sealed class SharedFileTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly SqliteWalletStore _one;
    private readonly SqliteWalletStore _other;

    public SharedFileTests() => (_one, _other) = (Open(), Open());

    [Fact]
    public async Task A_retry_at_one_store_is_a_new_command_after_the_other_has_deleted_the_key()
    {
        var wallet = await OpenAsync(_one, "owner");
        Assert.False(await DepositAsync(_one, wallet, "key"));
        Assert.True(await DepositAsync(_other, wallet, "key"));

        Assert.Equal(1, await WalkAsync(_other));

        Assert.False(await DepositAsync(_one, wallet, "key"));
        Assert.True(await DepositAsync(_other, wallet, "key"));
    }

    [Fact]
    public async Task A_store_that_knows_an_erased_wallet_uses_the_secret_with_which_the_other_has_replaced_it()
    {
        var wallet = await OpenAsync(_one, "owner");
        await DepositAsync(_one, wallet, "old");
        await CommitAsync(_one, new EraseWallet(wallet) { IncludeOpen = true });
        await DepositAsync(_other, wallet, null);
        var secret = (await _one.Books.FindSecretsAsync(wallet, Token))!.Keys;
        await WalkAsync(_other);
        Assert.NotEqual(secret, (await _one.Books.FindSecretsAsync(wallet, Token))!.Keys);

        Assert.False(await DepositAsync(_one, wallet, "new"));

        Assert.True(await DepositAsync(_other, wallet, "new"));
        Assert.True(await DepositAsync(_one, wallet, "new"));
    }

    [Fact]
    public async Task A_store_that_opens_with_a_clock_far_ahead_deletes_no_key()
    {
        var wallet = await OpenAsync(_one, "owner");
        await DepositAsync(_one, wallet, "key");
        var now = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromDays(365));
        await using (var ahead = Open())
        {
            Assert.Equal(0, await WalkAsync(ahead));
        }

        _time.AdjustTime(now);
        Assert.True(await DepositAsync(_other, wallet, "key"));
    }

    [Fact]
    public async Task Two_walks_at_once_delete_each_key_once()
    {
        WalletId[] wallets = [await OpenAsync(_one, "a"), await OpenAsync(_other, "b")];
        for (var i = 0; i < 60; i++)
        {
            await DepositAsync(i % 3 == 0 ? _one : _other, wallets[i % 2], $"key {i}");
        }

        var deleted = await Task.WhenAll(Task.Run(() => WalkAsync(_one)), Task.Run(() => WalkAsync(_other)));

        Assert.Equal(60, deleted.Sum());
        Assert.Equal(0, await WalkAsync(_one));
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _directory.Dispose();
    }

    private static async Task<WalletId> OpenAsync(SqliteWalletStore store, string owner)
    {
        var wallet = new WalletId(Guid.CreateVersion7());
        await CommitAsync(store, new OpenWallet(wallet, owner, Currency.FromIso("USD")));
        return wallet;
    }

    /// <returns>Whether the deposit was replayed.</returns>
    private static async Task<bool> DepositAsync(SqliteWalletStore store, WalletId wallet, string? key) =>
        (await CommitAsync(store, new Deposit(wallet, 1m) { IdempotencyKey = key })).Replayed;

    private static async Task<CommandResult> CommitAsync(SqliteWalletStore store, WalletCommand command)
    {
        var result = await store.CommitAsync(new CommandBatch(command), Token);
        Assert.Null(result.Refusal);
        return result.First;
    }

    private static async Task<int> WalkAsync(SqliteWalletStore store)
    {
        var (deleted, place) = (0, (KeyPlace?)null);
        do
        {
            var piece = await store.DeleteKeysAsync(TimeSpan.Zero, place, 3, Token);
            (deleted, place) = (deleted + piece.Deleted, piece.Next);
        }
        while (place is not null);

        return deleted;
    }

    private SqliteWalletStore Open() => new(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.File("wallets.db")}" }, _time);
}
