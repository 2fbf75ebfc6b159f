using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletKit.Rules;

namespace WalletKit.AotSmoke;

/// <summary>The first day of a wallet on one store, with a check of each step.</summary>
internal static class Story
{
    public static async Task TellAsync(string store, Action<WalletKitBuilder> useStore)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddWalletKit(wallets =>
        {
            useStore(wallets);
            wallets.AddCurrency("POINTS", 0).AddRebates();
        });
        using var host = builder.Build();

        // The host is not started, because the background service would race with the pass below, which must be the one that pays.
        var wallets = host.Services.GetRequiredService<IWalletService>();
        var rebates = host.Services.GetRequiredService<IRebateService>();
        await DepositAndRebateAsync(wallets, rebates, store);
        await RefuseAsync(wallets, store);
        await ListTransactionsAsync(wallets, store);
        await MoveAndHoldAsync(wallets, store);
        await BatchAsync(wallets, store);
        await ReadStatementAsync(wallets, store);
        await DigestAsync(host.Services.GetRequiredService<IWalletDigests>(), store);
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
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        var options = new DepositOptions
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

        var points = (await wallets.OpenAsync("user-1", "POINTS", "points")).Wallet;
        Check(points.Currency.Exponent == 0, $"{store}: a declared currency is known");
    }

    private static async Task RefuseAsync(IWalletService wallets, string store)
    {
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
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

    private static async Task ListTransactionsAsync(IWalletService wallets, string store)
    {
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        var page = await wallets.ListTransactionsAsync(wallet.Id, new HistoryOptions { Order = HistoryOrder.OldestFirst });
        Check(page.Transactions.Count == 2, $"{store}: the history holds the deposit and its rebate");
        var deposit = page.Transactions[0];
        Check(deposit is { Type: TransactionType.Deposit, Reference: "card" }, $"{store}: the deposit comes first, with its reference");
        Check(deposit.Metadata["channel"] == "web" && deposit.Metadata["note"] == "für \"später\"", $"{store}: the metadata is as it was given");
        var rebate = page.Transactions[1];
        Check(rebate is { Type: TransactionType.Rebate, Amount: 1m } && rebate.Links.RebateOf == deposit.Version, $"{store}: the rebate names its deposit");
    }

    private static async Task MoveAndHoldAsync(IWalletService wallets, string store)
    {
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        var savings = (await wallets.OpenAsync("user-1", "USD", "savings")).Wallet;
        var transfer = await wallets.TransferAsync(wallet.Id, savings.Id, 20m, new() { IdempotencyKey = "transfer-1" });
        Check(transfer is { Outgoing.BalanceAfter: 81m, Incoming.BalanceAfter: 20m }, $"{store}: a transfer has both legs");

        var hold = (await wallets.PlaceHoldAsync(wallet.Id, 40m, new() { IdempotencyKey = "hold-1" })).Hold;
        var capture = await wallets.CaptureHoldAsync(hold.Id, 25m);
        var balance = await wallets.GetBalanceAsync(wallet.Id);
        Check(capture.Balance == 56m && balance is { Held: 0m, Available: 56m }, $"{store}: a hold captured in part releases the rest");

        var reversal = await wallets.ReverseAsync(transfer.Outgoing.Id);
        Check(reversal.Transactions is [{ Amount: 20m }, { Amount: -20m }], $"{store}: a reversal takes back both legs");
        Check((await wallets.TransferAsync(wallet.Id, savings.Id, 20m, new() { IdempotencyKey = "transfer-1" })).Replayed, $"{store}: a transfer is replayed from its key");
    }

    private static async Task BatchAsync(IWalletService wallets, string store)
    {
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        var savings = (await wallets.OpenAsync("user-1", "USD", "savings")).Wallet;
        WalletCommand[] split = [new Transfer(wallet.Id, savings.Id, 5m), new Withdraw(savings.Id, 1m)];
        var first = await wallets.ExecuteAsync(split, new() { IdempotencyKey = "batch-1" });
        var again = await wallets.ExecuteAsync(split, new() { IdempotencyKey = "batch-1" });
        Check(first.Refusal is null && again.Results.All(result => result.Replayed), $"{store}: a batch is replayed from its one key");
        Check(again.Results.Select(result => result.Transaction).SequenceEqual(first.Results.Select(result => result.Transaction)), $"{store}: with its first results");
    }

    private static async Task ReadStatementAsync(IWalletService wallets, string store)
    {
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
        var statement = await wallets.GetStatementAsync(wallet.Id, wallet.CreatedAt, DateTimeOffset.MaxValue);
        var sum = 0m;
        await foreach (var entry in statement.Entries)
        {
            sum += entry.Amount;
        }

        Check(statement is { OpeningBalance: 0m, ClosingBalance: 71m, Count: 6 } && sum == 71m, $"{store}: a statement leads from its opening balance to its closing one");
    }

    private static async Task DigestAsync(IWalletDigests digests, string store)
    {
        using var manifest = new MemoryStream();
        var digest = await digests.WriteAsync(manifest);
        manifest.Position = 0;
        Check((await digests.VerifyAsync(manifest, digest.Head)).IsClean, $"{store}: the books are those that their digest was taken of");
    }

    private static async Task StartAndStopAsync(IHost host, IRebateService rebates, string store)
    {
        await host.StartAsync();
        await host.StopAsync();
        Check(await rebates.CountAsync(RebateStatus.Paid) == 1, $"{store}: the background service starts and stops, and pays nothing twice");
    }
}
