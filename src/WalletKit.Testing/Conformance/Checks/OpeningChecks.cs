using WalletKit.Rules;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class OpeningChecks : StoreChecks
{
    [Check]
    public async Task A_new_wallet_is_active_and_empty_at_version_one()
    {
        var walletId = NewId();

        var opened = await DoAsync(new OpenWallet(walletId, "owner", Usd, "savings"));

        var expected = new Wallet
        {
            Id = walletId,
            OwnerId = "owner",
            Name = "savings",
            Currency = Usd,
            Status = WalletStatus.Active,
            BalanceMinorUnits = 0,
            LastSequence = 0,
            Version = 1,
            CreatedAt = Time.GetUtcNow(),
            UpdatedAt = Time.GetUtcNow(),
        };
        expected = expected with { ChainHash = opened.Wallet!.ChainHash };
        Assert.False(opened.Replayed);
        Assert.Equal(expected, opened.Wallet);
        Assert.Equal(expected, await FindAsync(walletId));
        Assert.Equal(expected, await Store.FindWalletByNameAsync("owner", "savings", Token));
        Assert.Equal([expected], await WalletsAsync("owner"));
        Assert.Empty(await HistoryAsync(walletId));
    }

    [Check]
    public async Task Opening_a_wallet_again_returns_the_one_that_stands_as_replayed()
    {
        var first = await OpenWithAsync(12.34m);
        Time.Advance(TimeSpan.FromDays(1));

        var again = await DoAsync(new OpenWallet(NewId(), "owner", Usd));

        Assert.True(again.Replayed);
        Assert.Equal(await FindAsync(first), again.Wallet);
        Assert.Equal(12.34m, again.Wallet!.Balance);
        Assert.Single(await WalletsAsync("owner"));
    }

    [Check]
    public async Task Opening_a_wallet_again_under_its_own_id_returns_it_as_replayed()
    {
        var wallet = await OpenAsync();

        var again = await DoAsync(new OpenWallet(wallet.Id, "owner", Usd));

        Assert.True(again.Replayed);
        Assert.Equal(wallet, again.Wallet);
    }

    [Check]
    public async Task Opening_a_wallet_again_in_another_currency_is_refused_with_both_named()
    {
        var wallet = await OpenAsync();

        var refusal = await RefusedAsync<CurrencyMismatchException>(new OpenWallet(NewId(), "owner", Currency.FromIso("EUR")));

        Assert.Equal((wallet.Id, "USD", "EUR"), (refusal.WalletId, refusal.WalletCurrency, refusal.RequestedCurrency));
    }

    [Check]
    public async Task Opening_a_wallet_again_with_other_decimals_returns_it_with_those_of_its_opening()
    {
        var wallet = await OpenAsync(currency: Currency.Declare("POINTS", 0));

        var again = await DoAsync(new OpenWallet(NewId(), "owner", Currency.Declare("POINTS", 2)));

        Assert.True(again.Replayed);
        Assert.Equal(wallet, again.Wallet);
        await RefusedAsync<InvalidAmountException>(new Deposit(wallet.Id, 1.5m));
    }

    [Check]
    [Case("another owner", Wallet.DefaultName)]
    [Case("owner", "another name")]
    public async Task An_id_that_belongs_to_another_wallet_is_refused(string owner, string name)
    {
        var wallet = await OpenAsync();

        var refusal = await RefusedAsync<InvalidInputException>(new OpenWallet(wallet.Id, owner, Usd, name));

        Assert.Equal("walletId", refusal.Field);
        Assert.Null(await Store.FindWalletByNameAsync(owner, name, Token));
    }

    [Check]
    public async Task Owner_and_name_make_a_wallet_together()
    {
        string[] owners = ["ann", "bob"];
        string[] names = ["main", "spare"];
        foreach (var (owner, name) in owners.SelectMany(owner => names.Select(name => (owner, name))))
        {
            Assert.Equal((owner, name), (await OpenAsync(owner, name: name)) is var wallet ? (wallet.OwnerId, wallet.Name) : default);
        }

        Assert.Equal(names, (await WalletsAsync("ann")).Select(wallet => wallet.Name));
        Assert.Equal(names, (await WalletsAsync("bob")).Select(wallet => wallet.Name));
    }

    [Check]
    public async Task Owners_that_differ_in_anything_at_all_are_different_owners()
    {
        // The owners differ by case, by space, or by Unicode form, because an owner is opaque text.
        string[] owners = ["jose", "Jose", "jose ", " jose", "josé", "jose\u0301", "jo\u017Fe"];
        foreach (var owner in owners)
        {
            await OpenAsync(owner);
        }

        foreach (var owner in owners)
        {
            Assert.Equal(owner, Assert.Single(await WalletsAsync(owner)).OwnerId);
            Assert.Equal(owner, (await Store.FindWalletByNameAsync(owner, Wallet.DefaultName, Token))!.OwnerId);
        }
    }

    [Check]
    public async Task The_wallets_of_an_owner_come_by_name_in_the_order_of_code_points()
    {
        // A comparison of UTF-16 would put the last two in the other order.
        string[] names = ["A", "B", "a", "b", "é", "\uFF21", "\U0001F600"];
        foreach (var name in names.Reverse())
        {
            await OpenAsync(name: name);
        }

        Assert.Equal(names, (await WalletsAsync("owner")).Select(wallet => wallet.Name));
    }

    [Check]
    [Case("USD", 2)]
    [Case("JPY", 0)]
    [Case("BHD", 3)]
    [Case("POINTS", 0)]
    [Case("BTC", 8)]
    [Case("ATTO", 18)]
    public async Task A_wallet_keeps_its_currency_and_exponent(string code, int exponent)
    {
        var wallet = await OpenAsync(currency: Currency.Declare(code, exponent));

        var kept = (await FindAsync(wallet.Id)).Currency;

        Assert.Equal((code, exponent), (kept.Code, kept.Exponent));
    }

    [Check]
    public async Task A_wallet_that_was_never_opened_is_not_found()
    {
        await OpenAsync();

        Assert.Null(await Store.FindWalletAsync(NewId(), Token));
        Assert.Null(await Store.FindWalletByNameAsync("owner", "other", Token));
        Assert.Null(await Store.FindWalletByNameAsync("other", Wallet.DefaultName, Token));
        Assert.Empty(await WalletsAsync("other"));
    }

    [Check]
    public async Task Opening_the_store_twice_does_no_harm()
    {
        await Store.OpenAsync(Token);
        var wallet = await OpenAsync();

        await Store.OpenAsync(Token);

        Assert.Equal(wallet, await FindAsync(wallet.Id));
    }
}
