namespace WalletKit.Testing.Conformance.Checks;

internal sealed class OwnerLimitChecks : StoreChecks
{
    [Check]
    public async Task An_owner_opens_as_many_wallets_as_the_opening_allows_and_no_more()
    {
        for (var i = 0; i < 3; i++)
        {
            await DoAsync(Opening($"wallet {i}", most: 3));
        }

        var refusal = await RefusedAsync<TooManyWalletsException>(Opening("wallet 3", most: 3));

        Assert.Equal(("too_many_wallets", "owner", 3), (refusal.Code, refusal.OwnerId, refusal.Limit));
        Assert.Equal(3, (await WalletsAsync("owner")).Count);
        Assert.True((await DoAsync(Opening("wallet 1", most: 3))).Replayed);
        await DoAsync(Opening("wallet 3", most: 3, owner: "another"));
        await DoAsync(Opening("wallet 3", most: 4));
        await DoAsync(Opening("wallet 4", most: null));
        await RefusedAsync<TooManyWalletsException>(Opening("wallet 5", most: 5));
    }

    [Check]
    public async Task Closed_wallets_do_not_count()
    {
        var walletId = (await DoAsync(Opening("first", most: 2))).Wallet!.Id;
        await DoAsync(Opening("second", most: 2));
        await RefusedAsync<TooManyWalletsException>(Opening("third", most: 2));
        await DoAsync(new CloseWallet(walletId));

        await DoAsync(Opening("third", most: 2));

        await RefusedAsync<TooManyWalletsException>(Opening("fourth", most: 2));
        await RestartIfDurableAsync();
        await RefusedAsync<TooManyWalletsException>(Opening("fourth", most: 2));
        Assert.Equal(3, (await WalletsAsync("owner")).Count);
    }

    [Check]
    public async Task In_a_batch_the_commands_before_count()
    {
        var first = NewId();
        var second = (await DoAsync(Opening("second", most: 3))).Wallet!.Id;

        var result = await CommitAsync(Opening("first", most: 3, walletId: first), Opening("third", most: 3), Opening("fourth", most: 3));
        Assert.Equal((2, "too_many_wallets"), (result.RefusedIndex, result.Refusal?.Code));
        Assert.Single(await WalletsAsync("owner"));

        var closing = await CommitAsync(
            Opening("first", most: 2, walletId: first), new CloseWallet(second), Opening("third", most: 2), new CloseWallet(first), Opening("fourth", most: 2));
        Assert.Null(closing.Refusal);
        await RefusedAsync<TooManyWalletsException>(Opening("fifth", most: 2));
    }

    [Check]
    [Case(1)]
    [Case(10)]
    public async Task Openings_at_once_make_no_more_wallets_than_allowed(int most)
    {
        var results = await CommitAtOnceAsync(40, i => Opening($"wallet {i}", most));

        Assert.Equal(most, results.Count(result => result.Refusal is null));
        Assert.All(results, result => Assert.True(result.Refusal is null or TooManyWalletsException));
        Assert.Equal(most, (await WalletsAsync("owner")).Count);
    }

    [Check]
    public async Task Openings_and_closings_at_once_never_leave_more_wallets_open_than_allowed()
    {
        const int Most = 5;
        var random = NewRandom();
        var chances = Enumerable.Range(0, 200).Select(_ => random.Next(2) == 0).ToArray();

        var counts = await AtOnceAsync(8, async caller =>
        {
            var highest = 0;
            WalletId? mine = null;
            for (var i = 0; i < 25; i++)
            {
                if (mine is { } open && chances[(caller * 25) + i])
                {
                    Assert.Null((await CommitAsync(new CloseWallet(open))).Refusal);
                    mine = null;
                }
                else if (mine is null && await CommitAsync(Opening($"wallet {caller}/{i}", Most)) is { Refusal: null } opened)
                {
                    mine = opened.First.Wallet!.Id;
                }

                highest = Math.Max(highest, (await WalletsAsync("owner")).Count(wallet => wallet.Status != WalletStatus.Closed));
            }

            return highest;
        });

        Assert.InRange(counts.Max(), 1, Most);
    }

    [Check]
    [Case(0)]
    [Case(-1)]
    public async Task A_limit_below_one_is_malformed(int most) =>
        Assert.Equal("maxWallets", (await RefusedAsync<InvalidInputException>(Opening("wallet", most))).Field);

    private OpenWallet Opening(string name, int? most, string owner = "owner", WalletId? walletId = null) => new(walletId ?? NewId(), owner, Usd, name) { MaxWallets = most };
}
