using System.Buffers.Text;
using WalletKit.Commands;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    public static MatrixTheoryData<string, HistoryOrder> StoresAndOrders => new(
        [TestWallets.InMemory, TestWallets.Sqlite], [HistoryOrder.NewestFirst, HistoryOrder.OldestFirst]);

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task Pages_follow_one_another_by_their_cursors_to_the_end(string store, HistoryOrder order)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(10);

        // A page size that divides the history ends without an empty page, like one that does not.
        foreach (var limit in new[] { 1, 3, 5, 9, 10, 11, HistoryOptions.MaxLimit })
        {
            var sequences = new List<long>();
            var pages = 0;
            string? cursor = null;
            do
            {
                var page = await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = limit, Order = order, Cursor = cursor }, Token);
                sequences.AddRange(page.Transactions.Select(transaction => transaction.Sequence));
                cursor = page.NextCursor;
                Assert.True(++pages <= 10, "the pages have no end");
            }
            while (cursor is not null);

            Assert.Equal(Sequences(10, order), sequences);
            Assert.Equal((10 + limit - 1) / limit, pages);
        }
    }

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task The_whole_history_can_be_read_as_a_stream(string store, HistoryOrder order)
    {
        await using var host = new TestWallets(store);
        var empty = (await host.Wallets.OpenAsync("empty", "USD", cancellationToken: Token)).Wallet;
        var wallet = await host.OpenWithHistoryAsync(HistoryOptions.MaxLimit + 7);

        var sequences = await host.Wallets.StreamTransactionsAsync(wallet.Id, order, cancellationToken: Token).Select(transaction => transaction.Sequence).ToListAsync(Token);

        Assert.Equal(Sequences(HistoryOptions.MaxLimit + 7, order), sequences);
        Assert.Empty(await host.Wallets.StreamTransactionsAsync(empty.Id, order, cancellationToken: Token).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_page_shows_the_50_newest_where_nothing_else_is_asked(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(51);

        var page = await host.Wallets.ListTransactionsAsync(wallet.Id, cancellationToken: Token);

        Assert.Equal(Sequences(51, HistoryOrder.NewestFirst).Take(50), page.Transactions.Select(transaction => transaction.Sequence));
        Assert.NotNull(page.NextCursor);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_page_after_a_cursor_is_not_moved_by_what_is_written_meanwhile(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(4);
        var first = await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 2 }, Token);

        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
        var second = await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 2, Cursor = first.NextCursor }, Token);

        Assert.Equal([4L, 3, 2, 1], first.Transactions.Concat(second.Transactions).Select(transaction => transaction.Sequence));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_cursor_fits_only_the_wallet_and_the_order_that_it_was_made_for(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(3);
        var other = (await host.Wallets.OpenAsync("other", "USD", cancellationToken: Token)).Wallet;
        var cursor = (await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 1 }, Token)).NextCursor!;
        (WalletId Wallet, HistoryOptions Options)[] asked =
        [
            (other.Id, new() { Cursor = cursor }),
            (wallet.Id, new() { Cursor = cursor, Order = HistoryOrder.OldestFirst }),
            (wallet.Id, new() { Cursor = "" }),
            (wallet.Id, new() { Cursor = "garbage" }),
            (wallet.Id, new() { Cursor = "%%%" }),
            (wallet.Id, new() { Cursor = cursor[..^1] }),
            (wallet.Id, new() { Cursor = cursor + "A" }),
            (wallet.Id, new() { Cursor = cursor.ToUpperInvariant() + "😀" }),
            (wallet.Id, new() { Cursor = new string('A', 1_000_000) }),
        ];

        foreach (var (walletId, options) in asked)
        {
            var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListTransactionsAsync(walletId, options, Token));
            Assert.Equal("cursor", refusal.Field);
        }

        var unknown = new HistoryOptions { Filter = new() { Types = [(TransactionType)99] } };
        Assert.Equal("types", (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListTransactionsAsync(wallet.Id, unknown, Token))).Field);

        Assert.Equal(2, (await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Cursor = cursor }, Token)).Transactions.Count);
    }

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task A_cursor_with_any_version_at_all_is_answered_with_a_page(string store, HistoryOrder order)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(3);
        var cursor = (await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 1, Order = order }, Token)).NextCursor!;

        // A caller can forge the number inside; that must not show more than a page of the caller's own wallet.
        foreach (var version in new[] { long.MinValue, -1, 0, 1, 5, long.MaxValue - 1, long.MaxValue })
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(^8..), version);
            var page = await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Order = order, Cursor = Base64Url.EncodeToString(bytes) }, Token);

            var isBeforeTheFirst = order == HistoryOrder.OldestFirst ? version < 2 : version > 4;
            Assert.Equal(isBeforeTheFirst ? 3 : 0, page.Transactions.Count);
            Assert.Null(page.NextCursor);
        }
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(HistoryOptions.MaxLimit + 1)]
    [InlineData(int.MaxValue)]
    public async Task A_limit_out_of_its_range_is_refused(int limit)
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithHistoryAsync(1);

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = limit }, Token));

        Assert.Equal(("limit", "invalid_input"), (refusal.Field, refusal.Code));
    }

    [Fact]
    public async Task An_order_that_there_is_not_is_refused()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithHistoryAsync(1);

        await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListTransactionsAsync(wallet.Id, new() { Order = (HistoryOrder)2 }, Token));
    }

    private static IEnumerable<long> Sequences(int count, HistoryOrder order) =>
        Enumerable.Range(1, count).Select(i => order == HistoryOrder.OldestFirst ? i : count + 1L - i);
}
