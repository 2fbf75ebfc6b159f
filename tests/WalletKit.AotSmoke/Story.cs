using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletKit.Rebates;

namespace WalletKit.AotSmoke;

/// <summary>A wallet's first day on one store, each step checked.</summary>
internal static class Story
{
    public static async Task TellAsync(string store, Action<WalletKitBuilder> useStore)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddWalletKit(wallets =>
        {
            useStore(wallets);
            wallets.AddCurrency("POINTS", 0);
        });
        using var host = builder.Build();

        // Not started: the pass below must be the one that pays, or it would race with the background service.
        var wallets = host.Services.GetRequiredService<IWalletService>();
        var rebates = host.Services.GetRequiredService<IRebateService>();
        await DepositAndRebateAsync(wallets, rebates, store);
        await RefuseAsync(wallets, store);
        await ReadHistoryAsync(wallets, store);
        await StartAndStopAsync(host, rebates, store);
    }

    public static void Check(bool holds, string promise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"not so: {promise}");
        }
    }

    private static async Task DepositAndRebateAsync(IWalletService wallets, IRebateService rebates, string store)
    {
        var wallet = await wallets.OpenAsync("user-1", "USD");
        var options = new TransactionOptions
        {
            IdempotencyKey = "payment-1",
            Reference = "card",
            Metadata = new Dictionary<string, string> { ["channel"] = "web", ["note"] = "für \"später\"" },
        };
        var deposit = await wallets.DepositAsync(wallet.Id, 100m, options);
        Check(deposit is { Balance: 100m, Replayed: false }, $"{store}: a deposit of 100.00 is there at once");
        var repeat = await wallets.DepositAsync(wallet.Id, 100m, options);
        Check(repeat.Replayed && repeat.Transaction.Id == deposit.Transaction.Id, $"{store}: the same key again is the same deposit");

        var pass = await rebates.ProcessPendingAsync();
        Check(pass is { Paid: 1, Failed: 0, Dead: 0 }, $"{store}: one pass pays the one rebate");
        var balance = await wallets.GetBalanceAsync(wallet.Id);
        Check(balance.Balance == 101m, $"{store}: the balance is 101.00 once the rebate has landed");

        var points = await wallets.OpenAsync("user-1", "POINTS", "points");
        Check(points.Currency.Exponent == 0, $"{store}: a declared currency is known");
    }

    private static async Task RefuseAsync(IWalletService wallets, string store)
    {
        var wallet = await wallets.OpenAsync("user-1", "USD");
        try
        {
            await wallets.WithdrawAsync(wallet.Id, 101.01m);
        }
        catch (InsufficientFundsException refusal)
        {
            Check(refusal is { Available: 101m, Requested: 101.01m }, $"{store}: the refusal carries both amounts");
            return;
        }

        Check(false, $"{store}: a withdrawal of more than there is is refused");
    }

    private static async Task ReadHistoryAsync(IWalletService wallets, string store)
    {
        var wallet = await wallets.OpenAsync("user-1", "USD");
        var page = await wallets.GetTransactionsAsync(wallet.Id, new HistoryOptions { Order = HistoryOrder.OldestFirst });
        Check(page.Transactions.Count == 2, $"{store}: the history holds the deposit and its rebate");
        var deposit = page.Transactions[0];
        Check(deposit is { Type: TransactionType.Deposit, Reference: "card" }, $"{store}: the deposit comes first, with its reference");
        Check(deposit.Metadata["channel"] == "web" && deposit.Metadata["note"] == "für \"später\"", $"{store}: the metadata is as it was given");
        var rebate = page.Transactions[1];
        Check(rebate is { Type: TransactionType.Rebate, Amount: 1m } && rebate.Links.RebateOf == deposit.Sequence, $"{store}: the rebate names its deposit");
    }

    private static async Task StartAndStopAsync(IHost host, IRebateService rebates, string store)
    {
        await host.StartAsync();
        await host.StopAsync();
        Check(await rebates.CountAsync(RebateStatus.Paid) == 1, $"{store}: the background service starts and stops, and pays nothing twice");
    }
}
