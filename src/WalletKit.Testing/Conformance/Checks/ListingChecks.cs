namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ListingChecks : StoreChecks
{
    [Check]
    public async Task All_wallets_are_listed_by_id_page_by_page()
    {
        // The ids are opened in another order, and are chosen so that bytes compared as signed numbers, or little-endian, would sort otherwise.
        string[] ids =
        [
            "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0100-000000000000", "00000000-0000-0001-0000-000000000000",
            "00000000-0001-0000-0000-000000000000", "00000000-0100-0000-0000-000000000000", "00000001-0000-0000-0000-000000000000",
            "01000000-0000-0000-0000-000000000000", "7f000000-0000-0000-0000-000000000000", "80000000-0000-0000-0000-000000000000",
            "80000000-8000-8000-8000-800000000000", "ff000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ];
        for (var i = 0; i < ids.Length; i++)
        {
            await DoAsync(new OpenWallet(WalletId.Parse(ids[i * 5 % ids.Length]), $"owner {i}", Usd));
        }

        await DoAsync(new Deposit(WalletId.Parse(ids[3]), 1m));

        var all = await Store.ListAllWalletsAsync(null, 100, Token);
        Assert.Equal(ids, all.Select(wallet => wallet.Id.ToString()));
        Assert.Equal(await FindAsync(WalletId.Parse(ids[3])), all[3]);
        foreach (var limit in new[] { 1, 5, 12, 13 })
        {
            List<Wallet> listed = [];
            for (Page<Wallet> page; (page = await Store.ListAllWalletsAsync(listed.Count == 0 ? null : listed[^1].Id, limit, Token)).Count > 0;)
            {
                Assert.InRange(page.Count, 1, limit);
                listed.AddRange(page);
            }

            Assert.Equal(all, listed);
        }
    }

    [Check]
    public async Task The_list_of_all_wallets_goes_on_after_any_id_at_all()
    {
        Assert.Empty(await Store.ListAllWalletsAsync(null, 10, Token));
        var (first, second) = (WalletId.Parse("019b7c1e-0000-7000-8000-000000000001"), WalletId.Parse("019b7c1e-0000-7000-8000-000000000003"));
        await DoAsync(new OpenWallet(second, "second", Usd));
        await DoAsync(new OpenWallet(first, "first", Usd));

        Assert.Equal([first, second], await ListAsync(new WalletId(Guid.Empty)));
        Assert.Equal([first, second], await ListAsync(WalletId.Parse("019b7c1e-0000-7000-8000-000000000000")));
        Assert.Equal([second], await ListAsync(first));
        Assert.Equal([second], await ListAsync(WalletId.Parse("019b7c1e-0000-7000-8000-000000000002")));
        Assert.Equal([first], await ListAsync(null, limit: 1));
        Assert.Empty(await ListAsync(second));
        Assert.Empty(await ListAsync(new WalletId(Guid.AllBitsSet)));
    }

    [Check]
    public async Task A_refused_batch_adds_no_wallet_to_the_list()
    {
        var walletId = NewId();
        Assert.NotNull((await CommitAsync(new OpenWallet(walletId, "owner", Usd), new Withdraw(walletId, 1m))).Refusal);

        Assert.Empty(await Store.ListAllWalletsAsync(null, 10, Token));
    }

    private async Task<IEnumerable<WalletId>> ListAsync(WalletId? after, int limit = 10) =>
        (await Store.ListAllWalletsAsync(after, limit, Token)).Select(wallet => wallet.Id);
}
