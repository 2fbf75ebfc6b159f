using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The deletion of old idempotency keys, in pieces. Everything else stays.</summary>
[NeedsFeature(StoreFeatures.KeyRetention)]
internal sealed class KeyRetentionChecks : StoreChecks
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    [Check]
    public async Task A_command_with_a_deleted_key_is_a_new_command_and_younger_keys_still_replay()
    {
        var wallet = await OpenAsync();
        var (old, young) = (Keyed(wallet.Id, "old"), Keyed(wallet.Id, "young"));
        await DoAsync(old);
        Time.Advance(s_day);
        await DoAsync(young);
        Assert.Equal(1, await DeleteAllAsync(s_day, 10));
        await RestartIfDurableAsync();

        Assert.True((await DoAsync(young)).Replayed);
        Assert.False((await DoAsync(old)).Replayed);
        Assert.True((await DoAsync(old)).Replayed);
        await RefusedAsync<IdempotencyConflictException>(old with { Reference = "other content" });
        Assert.Equal(3m, (await AuditAsync(wallet.Id)).Wallet.Balance);
    }

    [Check]
    public async Task A_key_is_deleted_when_it_has_the_age_and_not_a_microsecond_before()
    {
        var deposit = Keyed((await OpenAsync()).Id, "key");
        await DoAsync(deposit);
        Time.Advance(s_day - TimeSpan.FromMicroseconds(1));
        Assert.Equal(0, await DeleteAllAsync(s_day, 10));
        Assert.True((await DoAsync(deposit)).Replayed);

        Time.Advance(TimeSpan.FromMicroseconds(1));

        Assert.Equal(1, await DeleteAllAsync(s_day, 10));
        Assert.False((await DoAsync(deposit)).Replayed);
    }

    [Check]
    public async Task The_age_of_a_key_that_is_used_again_counts_from_the_new_command()
    {
        var deposit = Keyed((await OpenAsync()).Id, "key");
        await DoAsync(deposit);
        Time.Advance(s_day);
        Assert.Equal(1, await DeleteAllAsync(s_day, 10));
        await DoAsync(deposit);

        Time.Advance(s_day / 2);

        Assert.Equal(0, await DeleteAllAsync(s_day, 10));
        Assert.True((await DoAsync(deposit)).Replayed);
        Time.Advance(s_day / 2);
        Assert.Equal(1, await DeleteAllAsync(s_day, 10));
    }

    [Check]
    [Case(1)]
    [Case(2)]
    [Case(7)]
    public async Task Each_piece_deletes_at_most_its_limit_and_a_walk_goes_on_in_another_store(int limit)
    {
        var wallets = new[] { await OpenAsync("a"), await OpenAsync("b"), await OpenAsync("c") };
        await DoAllAsync(wallets, "old");
        Time.Advance(s_day);
        await DoAllAsync(wallets, "young");

        var (deleted, calls, place) = (0, 0, (KeyPlace?)null);
        do
        {
            var piece = await Store.DeleteKeysAsync(s_day, place, limit, Token);
            Assert.InRange(piece.Deleted, 0, limit);
            (deleted, place) = (deleted + piece.Deleted, piece.Next);
            Assert.True(++calls <= (24 / limit) + 2, "the walk does not end");
            await RestartIfDurableAsync();
        }
        while (place is not null);

        Assert.Equal(12, deleted);
        foreach (var wallet in wallets)
        {
            Assert.True((await DoAsync(Keyed(wallet.Id, "young 0"))).Replayed);
            Assert.False((await DoAsync(Keyed(wallet.Id, "old 0"))).Replayed);
        }
    }

    [Check]
    public async Task A_walk_that_was_broken_off_begins_anew_and_deletes_the_rest()
    {
        var wallets = new[] { await OpenAsync("a"), await OpenAsync("b") };
        await DoAllAsync(wallets, "old");
        Time.Advance(s_day);
        var first = await Store.DeleteKeysAsync(s_day, null, 3, Token);
        await RestartIfDurableAsync();

        Assert.Equal(8, first.Deleted + await DeleteAllAsync(s_day, 3));
        Assert.Equal(0, await DeleteAllAsync(s_day, 3));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task Every_kind_of_key_is_deleted_and_nothing_else_changes()
    {
        var done = await DoEveryKeyedCommandAsync();
        var walletId = await OpenWithAsync(10m, "batch");
        Assert.Null((await CommitKeyedAsync("batch", new Deposit(walletId, 1m), new Withdraw(walletId, 1m))).Refusal);
        await AssertAllReplayedAsync(done);
        var before = await SnapshotAsync();

        Assert.Equal(done.Count + 1, await DeleteAllAsync(TimeSpan.Zero, 4));
        await RestartIfDurableAsync();

        Assert.Equal(before, await SnapshotAsync());
        if (HasBooks)
        {
            Assert.Empty(await Store.Books.StreamKeysAsync(walletId, Token).ToListAsync(Token));
            await AuditAsync(walletId);
        }

        Assert.All((await CommitKeyedAsync("batch", new Deposit(walletId, 1m), new Withdraw(walletId, 1m))).Results, result => Assert.False(result.Replayed));
    }

    [Check]
    public async Task A_store_without_keys_has_none_to_delete()
    {
        Assert.Equal(new KeyDeletion(0, null), await Store.DeleteKeysAsync(TimeSpan.Zero, null, 10, Token));
        await OpenWithAsync(1m);

        Assert.Equal(new KeyDeletion(0, null), await Store.DeleteKeysAsync(TimeSpan.Zero, null, 10, Token));
    }

    [Check]
    public async Task A_deletion_that_is_canceled_before_it_begins_deletes_nothing()
    {
        var deposit = Keyed((await OpenAsync()).Id, "key");
        await DoAsync(deposit);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DeleteKeysAsync(TimeSpan.Zero, null, 10, new CancellationToken(canceled: true)));

        Assert.True((await DoAsync(deposit)).Replayed);
    }

    [Check]
    public async Task Commands_beside_deletions_replay_or_are_done_and_each_answer_is_true()
    {
        const int Rounds = 60;
        var wallet = await OpenAsync();

        var answers = await AtOnceAsync(6, async i =>
        {
            var (isNew, deleted) = (0, 0);
            for (var round = 0; round < Rounds / (i < 4 ? 1 : 2); round++)
            {
                if (i < 4)
                {
                    isNew += (await DoAsync(Keyed(wallet.Id, $"key {round % 5}"))).Replayed ? 0 : 1;
                }
                else
                {
                    deleted += await DeleteAllAsync(TimeSpan.Zero, 2);
                }
            }

            return (New: isNew, Deleted: deleted);
        });

        Assert.Equal(answers.Sum(answer => answer.New), (await AuditAsync(wallet.Id)).History.Count);
        Assert.Equal(answers.Sum(answer => answer.New), answers.Sum(answer => answer.Deleted) + await DeleteAllAsync(TimeSpan.Zero, 2));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Erasure | StoreFeatures.Books)]
    public async Task The_last_key_of_an_erased_wallet_takes_the_secret_of_its_keys_along()
    {
        var (erased, other) = (await OpenAsync("a"), await OpenAsync("b"));
        await DoAsync(Keyed(erased.Id, "old"));
        await DoAsync(Keyed(other.Id, "old"));
        Time.Advance(s_day);
        await DoAsync(Keyed(erased.Id, "young"));
        await EraseAsync(erased.Id);
        var (secret, others) = (await KeySecretAsync(erased.Id), await KeySecretAsync(other.Id));

        await DeleteAllAsync(s_day, 10);
        Assert.Equal(secret, await KeySecretAsync(erased.Id));
        Assert.True((await DoAsync(Keyed(erased.Id, "young"))).Replayed);
        Time.Advance(s_day);
        await DeleteAllAsync(s_day, 10);

        Assert.NotEqual(secret, await KeySecretAsync(erased.Id));
        Assert.Equal(others, await KeySecretAsync(other.Id));
        await AssertKeysWorkAsync(erased.Id);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Erasure | StoreFeatures.Books)]
    public async Task An_erasure_after_the_last_key_is_gone_replaces_the_secret_of_the_keys()
    {
        var wallet = await OpenAsync();
        await DoAsync(Keyed(wallet.Id, "old"));
        await DeleteAllAsync(TimeSpan.Zero, 10);
        var secret = await KeySecretAsync(wallet.Id);

        await EraseAsync(wallet.Id);

        Assert.NotEqual(secret, await KeySecretAsync(wallet.Id));
        await AssertKeysWorkAsync(wallet.Id);
    }

    private static Deposit Keyed(WalletId walletId, string key) => new(walletId, 1m) { IdempotencyKey = key };

    private async Task DoAllAsync(IEnumerable<Wallet> wallets, string key)
    {
        foreach (var wallet in wallets)
        {
            for (var i = 0; i < 4; i++)
            {
                await DoAsync(Keyed(wallet.Id, $"{key} {i}"));
            }
        }
    }

    /// <summary>Goes through all keys once.</summary>
    /// <returns>The number of keys that were deleted.</returns>
    private async Task<int> DeleteAllAsync(TimeSpan age, int limit)
    {
        var (deleted, place) = (0, (KeyPlace?)null);
        do
        {
            var piece = await Store.DeleteKeysAsync(age, place, limit, Token);
            (deleted, place) = (deleted + piece.Deleted, piece.Next);
        }
        while (place is not null);

        return deleted;
    }

    private async Task EraseAsync(WalletId walletId)
    {
        await DoAsync(new EraseWallet(walletId) { IncludeOpen = true });
        while (await Store.DeleteErasedTextsAsync(walletId, 100, Token))
        {
        }
    }

    private async Task<Secret> KeySecretAsync(WalletId walletId) => (await Store.Books.FindSecretsAsync(walletId, Token))!.Keys;

    // A key is hashed under the secret that stands, so a store that remembers another one finds no key.
    private async Task AssertKeysWorkAsync(WalletId walletId)
    {
        var deposit = Keyed(walletId, "after");
        Assert.False((await DoAsync(deposit)).Replayed);
        Assert.True((await DoAsync(deposit)).Replayed);
        await RestartIfDurableAsync();
        Assert.True((await DoAsync(deposit)).Replayed);
        Assert.False((await DoAsync(Keyed(walletId, "old"))).Replayed);
    }
}
