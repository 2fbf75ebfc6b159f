using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class PageChecks : StoreChecks
{
    // The longest metadata that a transaction can have, with three bytes for each character: uniform text, which a store could compress, or random text.
    private static TransactionMetadata LongMetadata(int seed, bool isUniform = false)
    {
        var random = new Random(seed);
        string TextOf(int length) => isUniform ? new string('\u4E00', length) : LongText(random, length);
        return TransactionMetadata.From(Enumerable.Range(0, TransactionMetadata.MaxPairs).Select(i =>
            KeyValuePair.Create($"{i}{TextOf(TransactionMetadata.MaxKeyLength - 2)}", TextOf(TransactionMetadata.MaxValueLength))));
    }

    [Check]
    public async Task A_page_says_whether_the_list_goes_on()
    {
        var walletId = (await OpenAsync()).Id;
        await OpenAsync(name: "other");
        for (var i = 0; i < 3; i++)
        {
            var deposit = (await DoAsync(new Deposit(walletId, 1m) { RebateTerms = HasRebates ? Terms : null })).Transaction!.Id;
            await DoAsync(new PlaceHold(walletId, 0.1m));
            await DoAsync(new SetCreditLimit(walletId, i));
        }

        Assert.Equal([true, false, false], await AtAsync([1, 2, 3], limit => Store.ListWalletsAsync("owner", null, limit, Token)));
        Assert.Equal([true, false, false], await AtAsync([1, 2, 3], limit => Store.ListAllWalletsAsync(null, limit, Token)));
        Assert.Equal([true, false, false], await AtAsync([2, 3, 4], limit => Store.ListTransactionsAsync(new(walletId, HistoryOrder.OldestFirst, null, limit), Token)));
        Assert.Equal([true, false, false], await AtAsync([1, 2, 3], limit => Store.ListTransactionsAsync(new(walletId, HistoryOrder.NewestFirst, 8, limit), Token)));
        Assert.Equal([true, false, false], await AtAsync([2, 3, 4], limit => Store.ListOpenHoldsAsync(walletId, 0, limit, Token)));
        Assert.Equal([true, false, false], await AtAsync([2, 3, 4], limit => Store.ListEventsAsync(walletId, 0, limit, Token)));
        Assert.True(!HasRebates || await AtAsync([2, 3, 4], limit => Store.Rebates.ListAsync(RebateStatus.Pending, null, limit, Token)) is [true, false, false]);
        Assert.False((await Store.ListWalletsAsync("nobody", null, 1, Token)).HasMore);
    }

    [Check]
    [Case(HistoryOrder.OldestFirst, false)]
    [Case(HistoryOrder.NewestFirst, false)]
    [Case(HistoryOrder.NewestFirst, true)]
    public async Task A_page_of_transactions_ends_by_its_bytes(HistoryOrder order, bool isUniform)
    {
        var walletId = (await OpenAsync()).Id;
        await DoAllAsync(Enumerable.Range(0, 100).Select(i => new Deposit(walletId, 1m) { Metadata = LongMetadata(i, isUniform), Reference = i % 2 == 0 ? "even" : null }));

        Assert.Equal(100, await AssertPagesAsync<WalletTransaction, long?>(PageText.SizeOf, (after, limit) => Store.ListTransactionsAsync(new(walletId, order, after, limit), Token), one => one.Version));
        Assert.Equal(50, await AssertPagesAsync<WalletTransaction, long?>(PageText.SizeOf, (after, limit) => Store.ListTransactionsAsync(new(walletId, order, after, limit) { Reference = "even" }, Token), one => one.Version));
    }

    [Check]
    [Case(HistoryOrder.OldestFirst)]
    [Case(HistoryOrder.NewestFirst)]
    public async Task A_page_of_back_dated_transactions_ends_by_its_bytes(HistoryOrder order)
    {
        var walletId = (await OpenAsync()).Id;
        await DoAllAsync(Enumerable.Range(0, 100).Select(i => new Deposit(walletId, 1m) { Metadata = LongMetadata(i), EffectiveAt = Time.GetUtcNow().AddDays(-i) }));

        Assert.Equal(
            100,
            await AssertPagesAsync<WalletTransaction, BackdatedPlace?>(
                PageText.SizeOf, (after, limit) => Store.ListBackdatedAsync(new(walletId, order, after, limit), Token), one => new BackdatedPlace(one.EffectiveAt!.Value, one.Version)));
    }

    [Check]
    public async Task A_page_of_holds_ends_by_its_bytes()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAllAsync(Enumerable.Range(0, 100).Select(i => new PlaceHold(walletId, 1m) { Metadata = LongMetadata(i) }));

        Assert.Equal(100, await AssertPagesAsync<Hold, long>(PageText.SizeOf, (after, limit) => Store.ListOpenHoldsAsync(walletId, after, limit, Token), hold => hold.Id.Number));
    }

    [Check]
    public async Task A_page_of_events_ends_by_its_bytes()
    {
        var walletId = (await OpenAsync()).Id;
        var random = new Random(1);
        await DoAllAsync(Enumerable.Range(0, 900).Select(i => new SetCreditLimit(walletId, i) { Reason = LongText(random, StateCommand.MaxReasonLength) }));

        Assert.Equal(900, await AssertPagesAsync<WalletEvent, long>(PageText.SizeOf, (after, limit) => Store.ListEventsAsync(walletId, after, limit, Token), happened => happened.Version));
    }

    [Check]
    public async Task A_page_of_wallets_ends_by_its_bytes()
    {
        var random = new Random(1);
        var owner = LongText(random, 200);
        await DoAllAsync(Enumerable.Range(0, 1_000).Select(_ => new OpenWallet(NewId(), owner, Usd, LongText(random, 200))));

        Assert.Equal(1_000, await AssertPagesAsync<Wallet, string>(PageText.SizeOf, (after, limit) => Store.ListWalletsAsync(owner, after, limit, Token), wallet => wallet.Name));
        Assert.Equal(1_000, await AssertPagesAsync<Wallet, WalletId?>(PageText.SizeOf, (after, limit) => Store.ListAllWalletsAsync(after, limit, Token), wallet => wallet.Id));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task A_page_of_rebates_ends_by_its_bytes()
    {
        var walletId = (await OpenAsync()).Id;
        var random = new Random(1);
        var terms = new RebateTerms("percentage", LongText(random, RebateTerms.MaxTextLength));
        var count = 2 + (2 * PageText.MaxBytes / (3 * RebateTerms.MaxTextLength));
        await DoAllAsync(Enumerable.Range(0, count).Select(_ => new Deposit(walletId, 1m) { RebateTerms = terms }));

        Assert.Equal(
            count, await AssertPagesAsync<Rebate, TransactionId?>(PageText.SizeOf, (after, limit) => Store.Rebates.ListAsync(RebateStatus.Pending, after, limit, Token), rebate => rebate.Deposit));
    }

    [Check]
    public async Task The_wallets_of_an_owner_are_listed_page_by_page_and_go_on_after_any_name_at_all()
    {
        string[] names = ["A", "B", "a", "b", "bb", "é", "\uE000", "\uFF21", "\U0001F600", "\U0010FFFF"];
        foreach (var name in names.Reverse())
        {
            await OpenAsync(name: name);
            await OpenAsync("another owner", name: name);
        }

        foreach (var limit in new[] { 1, 3, 10, 11 })
        {
            List<string> listed = [];
            for (var (page, hasMore) = (Page.Empty<Wallet>(), true); hasMore; hasMore = page.HasMore)
            {
                page = await Store.ListWalletsAsync("owner", listed.Count == 0 ? null : listed[^1], limit, Token);
                Assert.InRange(page.Count, 1, limit);
                listed.AddRange(page.Select(wallet => wallet.Name));
            }

            Assert.Equal(names, listed);
        }

        Assert.Equal(names[5..], (await Store.ListWalletsAsync("owner", "c", 100, Token)).Select(wallet => wallet.Name));
        Assert.Equal(names[8..], (await Store.ListWalletsAsync("owner", "\uFFFD", 100, Token)).Select(wallet => wallet.Name));
        Assert.Empty(await Store.ListWalletsAsync("owner", names[^1], 100, Token));
        Assert.Empty(await Store.ListWalletsAsync("owner", $"{names[^1]}a", 100, Token));
    }

    private static string LongText(Random random, int length) => string.Create(length, random, static (text, random) =>
    {
        foreach (ref var character in text)
        {
            character = (char)random.Next(0x4E00, 0x9FFF);
        }
    });

    private async Task DoAllAsync(IEnumerable<WalletCommand> commands)
    {
        foreach (var some in commands.Chunk(100))
        {
            Assert.Null((await CommitAsync(some)).Refusal);
        }
    }

    private static async Task<List<bool>> AtAsync<T>(int[] limits, Func<int, ValueTask<Page<T>>> read)
    {
        List<bool> goesOn = [];
        foreach (var limit in limits)
        {
            goesOn.Add((await read(limit)).HasMore);
        }

        return goesOn;
    }

    /// <summary>Reads a list with more text than one page may have, and checks the end of each page.</summary>
    /// <returns>The number of rows.</returns>
    private static async Task<int> AssertPagesAsync<TRow, TKey>(Func<TRow, int> sizeOf, Func<TKey?, int, ValueTask<Page<TRow>>> read, Func<TRow, TKey> keyOf)
    {
        var (rows, pages) = (0, 0);
        TKey? after = default;
        for (var hasMore = true; hasMore; pages++)
        {
            var page = await read(after, int.MaxValue);
            Assert.NotEmpty(page);

            // The row that fills a page is its last. A store may count a little more for a text than the text's own bytes.
            Assert.True(page.SkipLast(1).Sum(sizeOf) < PageText.MaxBytes, "a page has more text than it may have");
            Assert.True(!page.HasMore || page.Sum(sizeOf) >= PageText.MaxBytes / 2, "a page ends before it is full");
            (rows, after, hasMore) = (rows + page.Count, keyOf(page[^1]), page.HasMore);
        }

        Assert.True(pages > 1, "there is more than one page");
        return rows;
    }
}
