using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The totals of wallets and accounts, at places in the order of commits.</summary>
[NeedsFeature(StoreFeatures.Totals)]
internal sealed class TrialBalanceChecks : StoreChecks
{
    [Check]
    public async Task An_empty_store_has_no_totals_and_a_place()
    {
        var empty = await ReadAsync();

        Assert.Empty(empty.Currencies);
        Assert.Equal(empty.Place, (await ReadAsync(empty.Place)).Place);
    }

    [Check]
    public async Task Money_that_comes_and_goes_changes_the_account_that_it_names()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAsync(new Deposit(walletId, 50m) { Account = "bank:eu" });
        await DoAsync(new Withdraw(walletId, 20m) { Account = "bank:eu" });
        await DoAsync(new Withdraw(walletId, 1m));
        await DoAsync(new CaptureHold((await PlaceAsync(walletId, 5m)).Id, 4m) { Account = "merchant" });

        AssertTotals(await ReadAsync(), "USD 125.00: bank:eu -30.00, external -99.00, merchant 4.00");
    }

    [Check]
    public async Task A_reversal_gives_back_to_the_account_that_it_came_from()
    {
        var walletId = await OpenWithAsync(100m);
        var deposit = await DoAsync(new Deposit(walletId, 50m) { Account = "bank" });
        await DoAsync(new Reverse(deposit.Transaction!.Id));

        AssertTotals(await ReadAsync(), "USD 100.00: bank 0.00, external -100.00");
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task Rebates_come_from_their_account_and_go_back_to_it()
    {
        var (kept, reversed) = (await EarnAsync(), await EarnAsync(owner: "reversed"));
        await DoAsync(new PayRebate(kept, 3m));
        await DoAsync(new PayRebate(reversed, 1m));
        await DoAsync(new Reverse(reversed));

        var currency = Assert.Single((await ReadAsync()).Currencies);
        Assert.Equal((-300, true), ((long)currency.Accounts.Single(account => account.Account == "rebates").TotalMinorUnits, currency.DifferenceMinorUnits == 0));
    }

    [Check]
    public async Task A_transfer_within_a_currency_changes_no_total()
    {
        var source = await OpenWithAsync(100m);
        var destination = await OpenWithAsync(1m, "other");
        var before = await ReadAsync();
        var transfer = await DoAsync(new Transfer(source, destination, 70m));
        await DoAsync(new Reverse(transfer.Transaction!.Id));
        await DoAsync(new Transfer(source, destination, 5m));

        AssertTotals(before, "USD 101.00: external -101.00");
        AssertTotals(await ReadAsync(), "USD 101.00: external -101.00");
    }

    [Check]
    public async Task A_transfer_between_currencies_goes_through_an_account_in_each()
    {
        var source = await OpenWithAsync(100m);
        var destination = await OpenWithAsync(1m, "other", Euro);
        await DoAsync(new Transfer(source, destination, 10m) { Rate = 0.5m });
        var taken = await DoAsync(new Transfer(source, destination, 20m) { TargetAmount = 12m });
        await DoAsync(new Reverse(taken.Transaction!.Id));

        AssertTotals(await ReadAsync(), "EUR 6.00: exchange -5.00, external -1.00", "USD 90.00: exchange 10.00, external -100.00");
    }

    [Check]
    public async Task Amounts_with_other_decimals_are_another_currency()
    {
        await OpenWithAsync(100m, "whole", Currency.Declare("POINTS", 0));
        await OpenWithAsync(1.5m, "halves", Currency.Declare("POINTS", 1));

        AssertTotals(await ReadAsync(), "POINTS 100: external -100", "POINTS 1.5: external -1.5");
    }

    [Check]
    public async Task Totals_past_64_bits_are_exact()
    {
        foreach (var owner in new[] { "first", "second", "third" })
        {
            await OpenWithAsync(Usd.MaxBalance, owner);
        }

        var currency = Assert.Single((await ReadAsync()).Currencies);
        Assert.Equal(3 * (Int128)long.MaxValue, currency.WalletsMinorUnits);
        Assert.Equal((3 * Usd.MaxBalance, -3 * Usd.MaxBalance), (currency.Wallets, currency.Accounts[0].Total));
    }

    [Check]
    public async Task A_command_that_is_refused_or_moves_no_money_changes_no_total()
    {
        var walletId = await OpenWithAsync(100m);
        var before = Text(await ReadAsync());
        await CommitAsync(new Deposit(walletId, 1m), new Withdraw(walletId, 1_000m));
        await PlaceAsync(walletId, 10m);
        await DoAsync(new FreezeWallet(walletId));
        await OpenAsync("no money");

        Assert.Equal(before, Text(await ReadAsync()));
    }

    [Check]
    public async Task A_place_has_the_same_totals_for_ever()
    {
        var random = NewRandom();
        WalletId[] wallets = [await OpenWithAsync(1_000m, "first"), await OpenWithAsync(1_000m, "second")];
        var places = new Dictionary<string, string>();
        for (var i = 0; i < 60; i++)
        {
            var (wallet, other) = random.Next(2) == 0 ? (wallets[0], wallets[1]) : (wallets[1], wallets[0]);
            await DoAsync(random.Next(3) switch
            {
                0 => new Deposit(wallet, random.Next(1, 50)) { Account = $"bank:{random.Next(3)}" },
                1 => new Withdraw(wallet, 1m),
                _ => new Transfer(wallet, other, 2m),
            });
            if (random.Next(3) == 0)
            {
                var now = await ReadAsync();
                places[now.Place] = Text(now);
            }
        }

        await RestartIfDurableAsync();
        foreach (var (place, totals) in places)
        {
            var again = await ReadAsync(place);
            Assert.Equal((place, totals), (again.Place, Text(again)));
        }
    }

    [Check]
    public async Task A_place_that_the_store_has_not_returned_is_unknown()
    {
        var walletId = await OpenWithAsync(1m);
        var place = (await ReadAsync()).Place;
        await DoAsync(new Deposit(walletId, 1m));
        await using var subject = NewSubject();
        await using var other = subject.CreateStore(Time);
        var otherId = NewId();
        await other.CommitAsync(new CommandBatch([new OpenWallet(otherId, "owner", Usd), new Deposit(otherId, 1m)]), Token);
        var elsewhere = await other.ReadTotalsAsync(null, Token);

        Assert.True(place.Length is >= 1 and <= 64, "the place is empty or too long");
        foreach (var unknown in new[] { "", "1", "no place", elsewhere!.Place, place[..^1], $"{place}A", Changed(place), new string('A', 1_000) })
        {
            Assert.True(await Store.ReadTotalsAsync(unknown, Token) is null, $"the store knows the place '{unknown}'");
        }
    }

    [Check]
    public async Task Beside_writers_each_commit_is_in_it_whole_or_not_at_all()
    {
        WalletId[] wallets = [await OpenWithAsync(1_000m, "first"), await OpenWithAsync(1_000m, "second"), await OpenWithAsync(1_000m, "third")];
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var acknowledged = new long[wallets.Length];
        var writers = Task.WhenAll(wallets.Select((wallet, i) => Task.Run(
            async () =>
            {
                for (var round = 0; round < 60; round++)
                {
                    var next = wallets[(i + 1) % wallets.Length];
                    await CommitAsync(new Deposit(wallet, 1m) { Account = $"a:{i}" }, new Deposit(wallet, 1m) { Account = $"b:{i}" });
                    Volatile.Write(ref acknowledged[i], round + 1);
                    await CommitAsync(new Transfer(wallet, next, 1m));
                }
            },
            Token)));
        var seen = new List<(string Place, string Totals)>();
        var last = new long[wallets.Length];
        while (!writers.IsCompleted)
        {
            long[] before = [.. acknowledged.Select((_, i) => Volatile.Read(ref acknowledged[i]))];
            var now = await ReadAsync();
            seen.Add((now.Place, Text(now)));
            for (var i = 0; i < wallets.Length; i++)
            {
                var (a, b) = (Count(now, $"a:{i}"), Count(now, $"b:{i}"));
                Assert.Equal(a, b);
                Assert.True(a >= before[i] && a >= last[i], "a trial balance lacks a commit that was acknowledged, or that an earlier one has");
                last[i] = a;
            }
        }

        await writers.WaitAsync(Guard, Token);
        AssertTotals(await ReadAsync(), "USD 3360.00: a:0 -60.00, a:1 -60.00, a:2 -60.00, b:0 -60.00, b:1 -60.00, b:2 -60.00, external -3000.00");
        foreach (var (place, totals) in seen)
        {
            Assert.Equal(totals, Text(await ReadAsync(place)));
        }
    }

    private static long Count(TrialBalance balance, string account) =>
        -(long)(balance.Currencies[0].Accounts.SingleOrDefault(total => total.Account == account)?.TotalMinorUnits ?? 0) / 100;

    /// <summary>Reads a trial balance, which must be balanced.</summary>
    private async Task<TrialBalance> ReadAsync(string? place = null)
    {
        var totals = await Store.ReadTotalsAsync(place, Token);
        Assert.NotNull(totals);
        var balance = totals.ToTrialBalance();
        Assert.True(balance.IsBalanced, $"wallets and accounts do not sum to zero: {Text(balance)}");
        return balance;
    }

    private static void AssertTotals(TrialBalance actual, params string[] expected) => Assert.Equal(string.Join('\n', expected), Text(actual));

    private static string Text(TrialBalance balance) => string.Join('\n', balance.Currencies.Select(static currency => FormattableString.Invariant(
        $"{currency.Currency} {currency.Wallets}: {string.Join(", ", currency.Accounts.Select(static account => FormattableString.Invariant($"{account.Account} {account.Total}")))}")));

    private static string Changed(string place) => $"{(place[0] == 'B' ? 'C' : 'B')}{place[1..]}";
}
