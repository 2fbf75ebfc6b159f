using System.Globalization;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>The views for reports, whose amounts are in units.</summary>
public sealed class ViewTests : PostgreSqlTest
{
    private static readonly DateTimeOffset Early = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Transactions_are_shown_in_units_with_the_account_on_the_other_side_and_without_events()
    {
        var host = Host();
        var (wallet, other, euros) = (await host.OpenAsync("one"), await host.OpenAsync("other"), (await host.Wallets.OpenAsync("one", "EUR", "euros", cancellationToken: Token)).Wallet.Id);
        await host.Wallets.DepositAsync(wallet, 100m, new() { EffectiveAt = Early }, Token);
        await host.Wallets.WithdrawAsync(wallet, 10m, new() { Account = "fees" }, Token);
        await host.Wallets.TransferAsync(wallet, other, 5m, cancellationToken: Token);
        await host.Wallets.TransferAsync(wallet, euros, 2m, new() { Rate = 0.5m }, Token);
        await host.Wallets.FreezeAsync(wallet, cancellationToken: Token);
        Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);

        Assert.Equal(
            ["1 deposit 100.00 100.00 external t", "2 withdrawal -10.00 90.00 fees f", "3 transfer_out -5.00 85.00 - f", "4 transfer_out -2.00 83.00 exchange f", "5 rebate 1.00 84.00 rebates f"],
            await LinesAsync($"SELECT sequence, type, amount, balance, coalesce(account, '-'), effective_at < recorded_at FROM walletkit_transactions WHERE wallet_id = '{wallet}' ORDER BY version"));
    }

    [Fact]
    public async Task A_hold_past_its_expiry_is_shown_as_expired_and_holds_nothing()
    {
        var host = Host();
        var wallet = await host.OpenAsync(balance: 100m);
        await host.Wallets.PlaceHoldAsync(wallet, 10m, new() { ExpiresIn = TimeSpan.FromDays(1) }, Token);
        var captured = await host.Wallets.PlaceHoldAsync(wallet, 20m, cancellationToken: Token);
        await host.Wallets.CaptureHoldAsync(captured.Hold.Id, 5m, new() { KeepOpen = true }, Token);
        await host.Wallets.PlaceHoldAsync(wallet, 30m, new() { ExpiresIn = TimeSpan.FromDays(1) }, Token);
        await Sql.RunAsync("UPDATE walletkit_holds SET expires_at = created_at WHERE number = 3");

        Assert.Equal(
            ["1 open 10.00 0.00 10.00", "2 open 20.00 5.00 15.00", "3 expired 30.00 0.00 0.00"],
            await LinesAsync("SELECT number, status, amount, captured, remaining FROM walletkit_hold_amounts ORDER BY number"));
    }

    [Fact]
    public async Task Rebates_are_shown_with_the_amounts_of_the_deposit_and_of_the_payment()
    {
        var host = Host();
        var wallet = await host.OpenAsync(balance: 100m);
        await host.Rebates.ProcessPendingAsync(Token);
        await host.Wallets.DepositAsync(wallet, 50m, cancellationToken: Token);

        Assert.Equal(
            ["2 100.00 paid 1.00 t", "4 50.00 pending 0.00 f"],
            await LinesAsync("SELECT deposit, deposit_amount, status, paid_amount, paid_at IS NOT NULL FROM walletkit_rebate_amounts ORDER BY deposit"));
    }

    [Fact]
    public async Task Balances_add_up_to_the_totals_of_the_accounts_before_and_after_commits_are_numbered()
    {
        var host = Host(options => options.CommitsPerTotal = 4);
        var (one, other) = (await host.OpenAsync("one", 100m), await host.OpenAsync("other", 7.25m));
        for (var i = 0; i < 5; i++)
        {
            await host.Wallets.TransferAsync(one, other, 1m, cancellationToken: Token);
        }

        await host.Wallets.WithdrawAsync(one, 10m, new() { Account = "fees" }, Token);
        await AssertTotalsAsync();
        await host.Wallets.GetTrialBalanceAsync(cancellationToken: Token);
        Assert.NotEqual(0, await Sql.CountAsync("walletkit_totals"));
        await AssertTotalsAsync();

        async Task AssertTotalsAsync()
        {
            Assert.Equal(["USD external 107.25", "USD fees -10.00"], await LinesAsync("SELECT currency, account, total FROM walletkit_account_totals ORDER BY account"));
            Assert.Equal(97.25m, await Sql.ValueAsync<decimal>("SELECT sum(balance) FROM walletkit_balances"));
        }
    }

    [Fact]
    public async Task Views_show_no_text_of_an_erased_wallet_before_its_texts_are_deleted()
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        await host.Wallets.DepositAsync(wallet, 1m, new() { Reference = "secret", Actor = "secret", Metadata = new Dictionary<string, string> { ["key"] = "secret" } }, Token);
        Assert.Null((await host.Store.CommitAsync(new CommandBatch(new EraseWallet(wallet) { IncludeOpen = true }), Token)).Refusal);

        Assert.Equal(1, await Sql.CountAsync("walletkit_texts"));
        foreach (var view in await Sql.ReadAsync($"SELECT viewname::text FROM pg_views WHERE schemaname = '{Schema}'", row => row.GetString(0)))
        {
            Assert.Equal(0, await Sql.CountAsync($"{view} v WHERE v::text LIKE '%secret%' OR v::text LIKE '%owner%'"));
        }
    }

    private Task<List<string>> LinesAsync(string sql) => Sql.ReadAsync(
        sql,
        row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) switch { true => "t", false => "f", var value => Convert.ToString(value, CultureInfo.InvariantCulture) })));
}
