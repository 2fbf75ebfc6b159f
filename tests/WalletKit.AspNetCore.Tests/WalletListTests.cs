using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class WalletListTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task An_owners_wallets_come_page_by_page()
    {
        var owner = await OpenAsync(7);
        using var caller = shared.Host.Client(owner);
        List<string> names = [];
        string? cursor = null;
        do
        {
            var page = (await caller.GetAnswerAsync($"/wallets?ownerId={owner}&limit=3{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            names.AddRange(page.Json.GetProperty("wallets").EnumerateArray().Select(wallet => wallet.GetProperty("name").GetString()!));
            Assert.InRange(page.Json.GetProperty("wallets").GetArrayLength(), 1, 3);
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"wallet {i:000}"), names);
    }

    [Fact]
    public async Task A_page_has_50_wallets_by_default()
    {
        var owner = await OpenAsync(60);

        var page = (await shared.Operator.GetAnswerAsync($"/wallets?ownerId={owner}")).Is(200);

        Assert.Equal(50, page.Json.GetProperty("wallets").GetArrayLength());
        Assert.NotNull(page["nextCursor"]);
        Assert.Equal(10, (await shared.Operator.GetAnswerAsync($"/wallets?ownerId={owner}&cursor={page["nextCursor"]}")).Is(200).Json.GetProperty("wallets").GetArrayLength());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=", "cursor")]
    public async Task A_malformed_page_is_refused(string query, string field) =>
        (await shared.Operator.GetAnswerAsync($"/wallets?ownerId=anybody&{query}")).IsRefused(400, "invalid_input", field);

    [Fact]
    public async Task A_cursor_of_another_owner_is_refused_and_shows_nothing()
    {
        var (owner, other) = (await OpenAsync(2), await OpenAsync(2));
        var cursor = (await shared.Operator.GetAnswerAsync($"/wallets?ownerId={owner}&limit=1")).Is(200)["nextCursor"];

        (await shared.Operator.GetAnswerAsync($"/wallets?ownerId={other}&cursor={cursor}")).IsRefused(400, "invalid_input", "cursor");
    }

    [Fact]
    public async Task An_owner_cannot_open_more_wallets_than_the_option_allows()
    {
        await using var host = await ApiHost.StartAsync(services => services.Configure<WalletKitOptions>(options => options.MaxWalletsPerOwner = 2));
        using var caller = host.Client("user-1");
        Task<Answer> OpenAsync(string name) => caller.PostAnswerAsync("/wallets", $$"""{"ownerId":"user-1","currency":"USD","name":"{{name}}"}""");

        (await OpenAsync("one")).Is(201);
        (await OpenAsync("two")).Is(201);
        (await OpenAsync("three")).IsRefused(409, "too_many_wallets");
        (await OpenAsync("two")).Is(200);
    }

    private async Task<string> OpenAsync(int count)
    {
        var owner = Guid.NewGuid().ToString();
        var commands = Enumerable.Range(0, count).Select(i => new OpenWallet(new WalletId(Guid.CreateVersion7()), owner, Currency.FromIso("USD"), $"wallet {i:000}")).ToArray();
        Assert.Null((await shared.Host.Wallets.ExecuteAsync(commands, cancellationToken: Token)).Refusal);
        return owner;
    }
}
