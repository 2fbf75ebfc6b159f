using System.Buffers.Text;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Service.Reading;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_owners_wallets_are_listed_page_by_page_by_name(string store)
    {
        await using var host = new TestWallets(store);
        string[] names = ["a", "b", "c", "d", "\uFFFD", "\U0001F600"];
        foreach (var name in names.Reverse())
        {
            await host.Wallets.OpenAsync("user-1", "USD", name, cancellationToken: Token);
            await host.Wallets.OpenAsync("user-2", "USD", name, cancellationToken: Token);
        }

        foreach (var limit in new[] { 1, 2, 3, 6, 7 })
        {
            List<string> listed = [];
            var (cursor, pages) = ((string?)null, 0);
            do
            {
                var page = await host.Wallets.ListWalletsAsync("user-1", new() { Limit = limit, Cursor = cursor }, Token);
                listed.AddRange(page.Wallets.Select(wallet => wallet.Name));
                cursor = page.NextCursor;
                Assert.True(++pages <= 6, "the pages have no end");
            }
            while (cursor is not null);

            Assert.Equal(names, listed);
            Assert.Equal((6 + limit - 1) / limit, pages);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_owners_wallets_are_listed_50_at_once_unless_asked_otherwise_and_streamed_to_the_end(string store)
    {
        await using var host = new TestWallets(store);
        var commands = Enumerable.Range(0, 600).Select(i => new OpenWallet(new WalletId(Guid.CreateVersion7()), "user-1", Currency.FromIso("USD"), $"wallet {i:000}")).ToArray();
        Assert.Null((await host.Wallets.ExecuteAsync(commands, cancellationToken: Token)).Refusal);

        var page = await host.Wallets.ListWalletsAsync("user-1", cancellationToken: Token);
        var streamed = await host.Wallets.StreamWalletsAsync("user-1", Token).ToListAsync(Token);

        Assert.Equal(commands.Take(50).Select(open => open.Name), page.Wallets.Select(wallet => wallet.Name));
        Assert.Equal(commands.Select(open => open.Name), streamed.Select(wallet => wallet.Name));
        Assert.Empty(await host.Wallets.StreamWalletsAsync("user-2", Token).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_cursor_of_wallets_fits_only_the_owner_that_it_was_made_for(string store)
    {
        await using var host = new TestWallets(store);
        foreach (var name in new[] { "a", "b", new string('\u4E00', 200) })
        {
            await host.Wallets.OpenAsync("user-1", "USD", name, cancellationToken: Token);
        }

        var cursor = (await host.Wallets.ListWalletsAsync("user-1", new() { Limit = 1 }, Token)).NextCursor!;
        string[] malformed = ["", "garbage", "%%%", cursor[..^2], cursor + "AA", cursor.ToUpperInvariant(), new string('A', 1_000_000)];
        foreach (var each in malformed.Where(each => !SameName(each, cursor)))
        {
            Assert.Equal("cursor", (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListWalletsAsync("user-1", new() { Cursor = each }, Token))).Field);
        }

        Assert.Equal("cursor", (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListWalletsAsync("user-2", new() { Cursor = cursor }, Token))).Field);
        var wallet = await host.Wallets.GetWalletAsync((await host.Wallets.ListWalletsAsync("user-1", cancellationToken: Token)).Wallets[0].Id, Token);
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
        var history = HistoryCursor.Write(wallet.Id, HistoryOrder.NewestFirst, 1);
        await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListWalletsAsync("user-1", new() { Cursor = history }, Token));
        Assert.Equal(2, (await host.Wallets.ListWalletsAsync("user-1", new() { Cursor = cursor }, Token)).Wallets.Count);

        // The longest name makes the longest cursor.
        await host.Wallets.OpenAsync("user-1", "USD", "\u9FFF", cancellationToken: Token);
        var longest = (await host.Wallets.ListWalletsAsync("user-1", new() { Limit = 3 }, Token)).NextCursor!;
        Assert.Single((await host.Wallets.ListWalletsAsync("user-1", new() { Cursor = longest }, Token)).Wallets);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(WalletListOptions.MaxLimit + 1)]
    public async Task A_limit_of_wallets_out_of_its_range_is_refused(int limit)
    {
        await using var host = new TestWallets(TestWallets.InMemory);

        Assert.Equal("limit", (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListWalletsAsync("user-1", new() { Limit = limit }, Token))).Field);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_owner_has_no_more_wallets_than_the_option_allows_in_any_way_to_open_them(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.Services.Configure<WalletKitOptions>(options => options.MaxWalletsPerOwner = 2));
        var first = (await host.Wallets.OpenAsync("user-1", "USD", "first", cancellationToken: Token)).Wallet;
        await host.Wallets.OpenAsync("user-1", "USD", "second", cancellationToken: Token);

        // A command that a host made cannot ask for a higher limit.
        var open = new OpenWallet(new WalletId(Guid.CreateVersion7()), "user-1", Currency.FromIso("USD"), "third") { MaxWallets = 100 };
        var refusal = await Assert.ThrowsAsync<TooManyWalletsException>(() => host.Wallets.OpenAsync("user-1", "USD", "third", cancellationToken: Token));
        var batch = await host.Wallets.ExecuteAsync([open], cancellationToken: Token);
        var imported = await host.Wallets.ImportAsync(new[] { open }.ToAsyncEnumerable(), cancellationToken: Token).SingleAsync(Token);

        Assert.Equal(("too_many_wallets", 2), (refusal.Code, refusal.Limit));
        Assert.All([batch.Refusal, imported.Result.Refusal], each => Assert.IsType<TooManyWalletsException>(each));
        Assert.Equal(first, (await host.Wallets.OpenAsync("user-1", "USD", "first", cancellationToken: Token)).Wallet);
        await host.Wallets.CloseAsync(first.Id, cancellationToken: Token);
        await host.Wallets.OpenAsync("user-1", "USD", "third", cancellationToken: Token);
        await host.Wallets.OpenAsync("user-2", "USD", "third", cancellationToken: Token);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_owner_has_at_most_1_000_wallets_by_default(string store)
    {
        await using var host = new TestWallets(store);
        var commands = Enumerable.Range(0, 1_000).Select(i => new OpenWallet(new WalletId(Guid.CreateVersion7()), "user-1", Currency.FromIso("USD"), $"{i}")).ToArray();
        Assert.Null((await host.Wallets.ExecuteAsync(commands, cancellationToken: Token)).Refusal);

        Assert.Equal(1_000, (await Assert.ThrowsAsync<TooManyWalletsException>(() => host.Wallets.OpenAsync("user-1", "USD", "one more", cancellationToken: Token))).Limit);
    }

    private static bool SameName(string cursor, string other) =>
        Base64Url.IsValid(cursor) && Base64Url.IsValid(other) && Base64Url.DecodeFromChars(cursor).AsSpan().SequenceEqual(Base64Url.DecodeFromChars(other));
}
