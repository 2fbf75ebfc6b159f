using System.Diagnostics;
using Spectre.Console;
using WalletKit.Rules;

namespace WalletKit.Samples;

/// <summary>Shows WalletKit step by step, on one wallet and its neighbor. A second run continues with the wallets of the first.</summary>
internal sealed class Story(IWalletService wallets, RebateWatch watch, Acknowledgments acknowledged, IAnsiConsole console)
{
    private const int HistoryLength = 9;

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        var wallet = (await wallets.OpenAsync("user-1", "USD", cancellationToken: cancellationToken)).Wallet;
        Step("Open", wallet.LastSequence == 0 ? $"a new wallet of {wallet.OwnerId}" : $"the wallet of {wallet.OwnerId} that stood already", wallet.Balance);

        await DepositAsync(wallet.Id, cancellationToken);
        await WithdrawAsync(wallet.Id, cancellationToken);
        await WithdrawTooMuchAsync(wallet.Id, cancellationToken);
        await TransferAsync(wallet, cancellationToken);
        await HoldAndCaptureAsync(wallet.Id, cancellationToken);
        await ReverseAsync(wallet.Id, cancellationToken);
        await ShowHistoryAsync(wallet.Id, cancellationToken);
    }

    private async Task DepositAsync(WalletId wallet, CancellationToken cancellationToken)
    {
        var options = new DepositOptions { IdempotencyKey = acknowledged.KeyFor("deposit"), Actor = acknowledged.Actor, Reference = "top-up" };
        var deposit = await wallets.DepositAsync(wallet, 100.00m, options, cancellationToken);
        acknowledged.Add(deposit);
        Step("Deposit", $"{deposit.Transaction.Amount}, there at once", deposit.Balance);

        var clock = Stopwatch.StartNew();
        var rebate = await watch.WaitForAsync(deposit.Transaction.Id, cancellationToken);
        var balance = await wallets.GetBalanceAsync(wallet, cancellationToken);
        Step("Rebate", rebate.Status == RebateStatus.Paid
            ? $"{balance.Balance - deposit.Balance}, landed in the background within {clock.ElapsedMilliseconds} ms"
            : $"{rebate.Status}: {rebate.Reason}", balance.Balance);
    }

    private async Task WithdrawAsync(WalletId wallet, CancellationToken cancellationToken)
    {
        var options = new WithdrawOptions { IdempotencyKey = acknowledged.KeyFor("order-7"), Actor = acknowledged.Actor, Reference = "order-7" };
        var withdrawal = await wallets.WithdrawAsync(wallet, 30.00m, options, cancellationToken);
        acknowledged.Add(withdrawal);
        Step("Withdraw", $"{-withdrawal.Transaction.Amount} as transaction {withdrawal.Transaction.Version}", withdrawal.Balance);

        // A client that lost the answer would do the same: the same key and content move no more money.
        var again = await wallets.WithdrawAsync(wallet, 30.00m, options, cancellationToken);
        acknowledged.Add(again);
        var balance = await wallets.GetBalanceAsync(wallet, cancellationToken);
        Step("Repeat", again.Replayed ? $"the same key again replays transaction {again.Transaction.Version}" : "the same key again was not replayed!", balance.Balance);
    }

    private async Task WithdrawTooMuchAsync(WalletId wallet, CancellationToken cancellationToken)
    {
        var balance = await wallets.GetBalanceAsync(wallet, cancellationToken);
        try
        {
            var options = new WithdrawOptions { IdempotencyKey = acknowledged.KeyFor("too-much"), Actor = acknowledged.Actor };
            acknowledged.Add(await wallets.WithdrawAsync(wallet, balance.Available + 1_000.00m, options, cancellationToken));
        }
        catch (InsufficientFundsException refusal)
        {
            Step("Refused", $"{refusal.Requested}, with {refusal.Available} available", balance.Balance);
            console.Write(new Padder(new Text($"{refusal.Code}: {refusal.Message}"), new Padding(12, 0, 0, 0)));
        }
    }

    private async Task TransferAsync(Wallet wallet, CancellationToken cancellationToken)
    {
        var savings = (await wallets.OpenAsync(wallet.OwnerId, "USD", "savings", cancellationToken: cancellationToken)).Wallet;
        var options = new TransferOptions { IdempotencyKey = acknowledged.KeyFor("transfer"), Actor = acknowledged.Actor, Reference = "put aside" };
        var transfer = await wallets.TransferAsync(wallet.Id, savings.Id, 20.00m, options, cancellationToken);
        acknowledged.Add(transfer.Replayed);
        Step("Transfer", $"{transfer.Incoming.Amount} to {savings.Name}, which has {transfer.Incoming.BalanceAfter} now", transfer.Outgoing.BalanceAfter);
    }

    private async Task HoldAndCaptureAsync(WalletId wallet, CancellationToken cancellationToken)
    {
        var options = new HoldOptions { IdempotencyKey = acknowledged.KeyFor("hold"), Actor = acknowledged.Actor, Reference = "room-12", ExpiresIn = TimeSpan.FromDays(7) };
        var placed = await wallets.PlaceHoldAsync(wallet, 40.00m, options, cancellationToken);
        acknowledged.Add(placed.Replayed);
        var balance = await wallets.GetBalanceAsync(wallet, cancellationToken);
        Step("Hold", $"{placed.Hold.Amount} held back, {balance.Available} available", balance.Balance);

        var capture = await wallets.CaptureHoldAsync(
            placed.Hold.Id, 25.00m, new CaptureOptions { IdempotencyKey = acknowledged.KeyFor("capture"), Actor = acknowledged.Actor, Reference = "room-12" }, cancellationToken);
        acknowledged.Add(capture);
        balance = await wallets.GetBalanceAsync(wallet, cancellationToken);
        Step("Capture", $"{-capture.Transaction.Amount} of it, the rest released: {balance.Available} available", balance.Balance);
    }

    private async Task ReverseAsync(WalletId wallet, CancellationToken cancellationToken)
    {
        var options = new DepositOptions { IdempotencyKey = acknowledged.KeyFor("mistake"), Actor = acknowledged.Actor, Reference = "mistake" };
        var mistake = await wallets.DepositAsync(wallet, 50.00m, options, cancellationToken);
        acknowledged.Add(mistake);
        await watch.WaitForAsync(mistake.Transaction.Id, cancellationToken);
        var balance = await wallets.GetBalanceAsync(wallet, cancellationToken);
        Step("Mistake", $"{mistake.Transaction.Amount} deposited that was not meant, with its rebate", balance.Balance);

        var reversal = await wallets.ReverseAsync(
            mistake.Transaction.Id, new ReversalOptions { IdempotencyKey = acknowledged.KeyFor("reversal"), Actor = acknowledged.Actor, Reference = "mistake" }, cancellationToken);
        acknowledged.Add(reversal.Replayed);
        Step("Reversal", $"{string.Join(" and ", reversal.Transactions.Select(each => -each.Amount))} taken back, in one commit", reversal.Transactions[^1].BalanceAfter);
    }

    private async Task ShowHistoryAsync(WalletId wallet, CancellationToken cancellationToken)
    {
        var page = await wallets.ListTransactionsAsync(wallet, new HistoryOptions { Limit = HistoryLength }, cancellationToken);
        var table = new Table()
            .Title(page.NextCursor is null ? "History, newest first" : $"History, the newest {HistoryLength}")
            .AddColumn(new TableColumn("#").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Time (UTC)").NoWrap())
            .AddColumn(new TableColumn("Type").NoWrap())
            .AddColumn(new TableColumn("Amount").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Balance").RightAligned().NoWrap())
            .AddColumn("Note");
        if (console.IsNarrow())
        {
            table.NoBorder();
            foreach (var column in table.Columns)
            {
                column.Padding = new Padding(0, 0, 1, 0);
            }
        }

        foreach (var transaction in page.Transactions)
        {
            table.AddRow(
                $"{transaction.Version}",
                $"{transaction.CreatedAt:yyyy-MM-dd HH:mm:ss}",
                $"{transaction.Type}",
                $"{transaction.Amount:+0.00;-0.00}",
                $"{transaction.BalanceAfter}",
                Markup.Escape(Note(transaction)));
        }

        console.Write(table);
    }

    private static string Note(WalletTransaction transaction) => transaction.Links switch
    {
        { RebateOf: { } deposit } => $"for deposit #{deposit}",
        { ReversalOf: { } reversed } => $"takes back #{reversed}",
        { Hold: { } hold } => $"{transaction.Reference}, from hold {hold}",
        _ => transaction.Reference ?? "",
    };

    // If the text does not fit beside the balance, it continues on the next line in the same column.
    private void Step(string name, string what, decimal balance)
    {
        const int nameWidth = 9, balanceWidth = 18, whatWidth = 52, gaps = 4;
        var row = new Grid()
            .AddColumn(new GridColumn { Width = nameWidth, Padding = new Padding(2, 0, 1, 0) })
            .AddColumn(new GridColumn { Width = Math.Min(whatWidth, console.Profile.Width - nameWidth - balanceWidth - gaps), Padding = new Padding(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Width = balanceWidth, Padding = new Padding(0), NoWrap = true });
        console.Write(row.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(what), new Text($"balance {balance,10}")));
    }
}
