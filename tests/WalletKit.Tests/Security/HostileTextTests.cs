using System.Diagnostics;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;

namespace WalletKit.Tests.Security;

/// <summary>Every text that enters is kept exactly, or refused before anything is touched.</summary>
public sealed class HostileTextTests
{
    // The limit is ten times the time that a slow machine took for a text of ten million characters.
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(2);

    public static TheoryData<string, string> StoresAndEntrances => new MatrixTheoryData<string, string>([TestWallets.InMemory, TestWallets.Sqlite], Entrance.All.Keys);

    [Theory]
    [MemberData(nameof(StoresAndEntrances))]
    public async Task An_allowed_text_comes_back_exactly(string store, string entrance)
    {
        await using var wallets = new TestWallets(store);
        var id = (await wallets.OpenWithAsync(1_000m)).Id;
        var (maxLength, enter) = Entrance.All[entrance];
        foreach (var (named, text) in HostileTexts.Kept.Append(new("the longest", new string('\uFF41', maxLength))))
        {
            Assert.True(text == await enter(wallets, id, text), named);
        }

        await AssertCleanAsync(wallets);
    }

    [Theory]
    [MemberData(nameof(StoresAndEntrances))]
    public async Task A_forbidden_text_is_refused_at_once_and_nothing_is_touched(string store, string entrance)
    {
        await using var wallets = new TestWallets(store);
        var id = (await wallets.OpenWithAsync(1_000m)).Id;
        var (maxLength, enter) = Entrance.All[entrance];
        var before = await Content.ReadAsync(wallets.Store);
        foreach (var (named, text) in HostileTexts.Refused.Append(new("too long by one", new string('x', maxLength + 1))))
        {
            var started = Stopwatch.GetTimestamp();
            var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => enter(wallets, id, text));

            Assert.True(Stopwatch.GetElapsedTime(started) < Quickly, $"{named} took {Stopwatch.GetElapsedTime(started)}");
            Assert.Equal(entrance == "batch key" ? "idempotencyKey" : entrance, refusal.Field);
            HostileTexts.AssertHarmless(refusal.Message);
        }

        Assert.Equal(before, await Content.ReadAsync(wallets.Store));
        await AssertCleanAsync(wallets);
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_currency_code_is_only_ever_compared(string store)
    {
        await using var wallets = new TestWallets(store);
        var id = (await wallets.OpenWithAsync(1m)).Id;
        var before = await Content.ReadAsync(wallets.Store);
        foreach (var text in HostileTexts.Kept.Values.Concat(HostileTexts.Refused.Values).Append("").Append("usd").Append("USD "))
        {
            HostileTexts.AssertHarmless((await Assert.ThrowsAsync<UnknownCurrencyException>(() => wallets.Wallets.OpenAsync("owner", text, cancellationToken: Token))).Message);
            var refusal = await Assert.ThrowsAnyAsync<WalletException>(() => wallets.Wallets.DepositAsync(id, 1m, new() { Currency = text }, Token));
            Assert.True(refusal is InvalidInputException { Field: "currency" } or CurrencyMismatchException, refusal.Message);
            HostileTexts.AssertHarmless(refusal.Message);
        }

        Assert.Equal(before, await Content.ReadAsync(wallets.Store));
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_text_that_is_only_looked_for_finds_nothing_and_harms_nothing(string store)
    {
        await using var wallets = new TestWallets(store);
        var id = (await wallets.OpenWithAsync(1m)).Id;
        foreach (var text in HostileTexts.Kept.Values.Concat(HostileTexts.Refused.Values))
        {
            Assert.Null(await wallets.Wallets.FindWalletAsync(text, cancellationToken: Token));
            Assert.Null(await wallets.Wallets.FindWalletAsync("user-1", text, Token));
            Assert.Empty((await wallets.Wallets.ListWalletsAsync(text, cancellationToken: Token)).Wallets);
            Assert.Empty((await wallets.Wallets.ListTransactionsAsync(id, new() { Filter = new() { Reference = text } }, Token)).Transactions);
            var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => wallets.Wallets.ListTransactionsAsync(id, new() { Cursor = text }, Token));
            Assert.Equal("cursor", refusal.Field);
            HostileTexts.AssertHarmless(refusal.Message);
        }

        Assert.Equal(1m, (await wallets.Wallets.GetBalanceAsync(id, Token)).Balance);
    }

    [Fact]
    public void A_wallet_id_is_read_from_nothing_but_an_id()
    {
        foreach (var text in HostileTexts.Kept.Values.Concat(HostileTexts.Refused.Values).Append(""))
        {
            Assert.False(WalletId.TryParse(text, null, out _));
            HostileTexts.AssertHarmless(Assert.Throws<FormatException>(() => WalletId.Parse(text)).Message);
        }
    }

    private static async Task AssertCleanAsync(TestWallets wallets) =>
        Assert.Empty((await wallets.Get<IWalletAudit>().AuditAsync(cancellationToken: Token)).Findings);
}
