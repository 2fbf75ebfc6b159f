using WalletKit.Commands;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_call_under_a_key_is_done_once_and_returns_what_the_first_returned(string store)
    {
        await using var host = new TestWallets(store);
        var (wallet, other) = await OpenTwoAsync(host, "USD");
        var spare = (await host.Wallets.OpenAsync("user-3", "USD", cancellationToken: Token)).Wallet;
        await PlaceHoldsAsync(host, wallet.Id, 2, null);
        Func<string, Task<(object First, bool Replayed)>>[] calls =
        [
            async key => await host.Wallets.DepositAsync(wallet.Id, 1m, new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Transaction, receipt.Replayed) : default,
            async key => await host.Wallets.WithdrawAsync(wallet.Id, 1m, new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Transaction, receipt.Replayed) : default,
            async key => await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, new() { IdempotencyKey = key }, Token) is var receipt ? ((receipt.Outgoing, receipt.Incoming), receipt.Replayed) : default,
            async key => await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Hold, receipt.Replayed) : default,
            async key => await host.Wallets.CaptureHoldAsync(new(wallet.Id, 1), options: new() { IdempotencyKey = key }, cancellationToken: Token) is var receipt ? (receipt.Transaction, receipt.Replayed) : default,
            async key => await host.Wallets.VoidHoldAsync(new(wallet.Id, 2), new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Hold, receipt.Replayed) : default,
            async key => await host.Wallets.ReverseAsync(new(wallet.Id, 2), new() { IdempotencyKey = key, AllowOverdraft = true }, Token) is var receipt ? (receipt.Transactions[0], receipt.Replayed) : default,
            async key => await host.Wallets.SetCreditLimitAsync(wallet.Id, 500m, new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Event, receipt.Replayed) : default,
            async key => await host.Wallets.FreezeAsync(wallet.Id, new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Event, receipt.Replayed) : default,
            async key => await host.Wallets.UnfreezeAsync(wallet.Id, new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Event, receipt.Replayed) : default,
            async key => await host.Wallets.CloseAsync(spare.Id, new() { IdempotencyKey = key }, Token) is var receipt ? (receipt.Event, receipt.Replayed) : default,
        ];

        for (var i = 0; i < calls.Length; i++)
        {
            var first = await calls[i]($"key {i}");
            var standing = (await host.Wallets.GetWalletAsync(wallet.Id, Token), await host.Wallets.GetWalletAsync(other.Id, Token));
            var again = await calls[i]($"key {i}");

            Assert.Equal((first.First, false, true), (again.First, first.Replayed, again.Replayed));
            Assert.Equal(standing, (await host.Wallets.GetWalletAsync(wallet.Id, Token), await host.Wallets.GetWalletAsync(other.Id, Token)));
            var whose = i == calls.Length - 1 ? spare.Id : wallet.Id;
            await Assert.ThrowsAsync<IdempotencyConflictException>(() => host.Wallets.DepositAsync(whose, 77m, new() { IdempotencyKey = $"key {i}" }, Token));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_documented_refusal_is_thrown_by_its_name_and_changes_nothing(string store)
    {
        await using var host = new TestWallets(store);
        var wallets = host.Wallets;
        var (wallet, other) = await OpenTwoAsync(host, "USD");
        var (euros, frozen, closed) = ((await wallets.OpenAsync("user-3", "EUR", cancellationToken: Token)).Wallet, (await wallets.OpenAsync("user-4", "USD", cancellationToken: Token)).Wallet, (await wallets.OpenAsync("user-5", "USD", cancellationToken: Token)).Wallet);
        var rich = (await wallets.OpenAsync("user-6", "USD", cancellationToken: Token)).Wallet;
        await wallets.DepositAsync(frozen.Id, 10m, cancellationToken: Token);
        var (hold, frozenHold) = ((await wallets.PlaceHoldAsync(wallet.Id, 10m, cancellationToken: Token)).Hold.Id, (await wallets.PlaceHoldAsync(frozen.Id, 1m, cancellationToken: Token)).Hold.Id);
        var (deposit, back) = (new TransactionId(wallet.Id, 2), new TransactionId(other.Id, 3));
        await wallets.DepositAsync(other.Id, 5m, cancellationToken: Token);
        await wallets.ReverseAsync(new(other.Id, 2), cancellationToken: Token);
        await wallets.FreezeAsync(frozen.Id, cancellationToken: Token);
        await wallets.CloseAsync(closed.Id, cancellationToken: Token);
        await wallets.DepositAsync(rich.Id, long.MaxValue / 100m, cancellationToken: Token);
        await wallets.SetCreditLimitAsync(wallet.Id, 100m, cancellationToken: Token);
        await wallets.WithdrawAsync(wallet.Id, 120m, cancellationToken: Token);
        var unknown = new WalletId(Guid.CreateVersion7());
        var stale = new VoidOptions { ExpectedVersion = 77 };
        (string Code, Func<Task> Call)[] refused =
        [
            ("invalid_amount", () => wallets.TransferAsync(wallet.Id, other.Id, -1m, cancellationToken: Token)),
            ("invalid_amount", () => wallets.TransferAsync(wallet.Id, euros.Id, 0.01m, new() { Rate = 0.1m }, Token)),
            ("invalid_input", () => wallets.TransferAsync(wallet.Id, wallet.Id, 1m, cancellationToken: Token)),
            ("wallet_not_found", () => wallets.TransferAsync(wallet.Id, unknown, 1m, cancellationToken: Token)),
            ("wallet_not_found", () => wallets.TransferAsync(unknown, wallet.Id, 1m, cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.TransferAsync(wallet.Id, other.Id, 1m, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_closed", () => wallets.TransferAsync(wallet.Id, closed.Id, 1m, cancellationToken: Token)),
            ("wallet_frozen", () => wallets.TransferAsync(frozen.Id, wallet.Id, 1m, cancellationToken: Token)),
            ("currency_mismatch", () => wallets.TransferAsync(wallet.Id, euros.Id, 1m, cancellationToken: Token)),
            ("insufficient_funds", () => wallets.TransferAsync(wallet.Id, other.Id, 71m, cancellationToken: Token)),
            ("balance_out_of_range", () => wallets.TransferAsync(wallet.Id, rich.Id, 1m, cancellationToken: Token)),
            ("invalid_amount", () => wallets.PlaceHoldAsync(wallet.Id, 0.001m, cancellationToken: Token)),
            ("invalid_input", () => wallets.PlaceHoldAsync(wallet.Id, 1m, new() { ExpiresIn = TimeSpan.Zero }, Token)),
            ("wallet_not_found", () => wallets.PlaceHoldAsync(unknown, 1m, cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.PlaceHoldAsync(wallet.Id, 1m, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_closed", () => wallets.PlaceHoldAsync(closed.Id, 1m, cancellationToken: Token)),
            ("wallet_frozen", () => wallets.PlaceHoldAsync(frozen.Id, 1m, cancellationToken: Token)),
            ("currency_mismatch", () => wallets.PlaceHoldAsync(wallet.Id, 1m, new() { Currency = "EUR" }, Token)),
            ("insufficient_funds", () => wallets.PlaceHoldAsync(wallet.Id, 71m, cancellationToken: Token)),
            ("invalid_amount", () => wallets.CaptureHoldAsync(hold, 0m, cancellationToken: Token)),
            ("invalid_input", () => wallets.CaptureHoldAsync(hold, 1m, new() { Reference = "" }, Token)),
            ("wallet_not_found", () => wallets.CaptureHoldAsync(new(unknown, 1), cancellationToken: Token)),
            ("hold_not_found", () => wallets.CaptureHoldAsync(new(wallet.Id, 9), cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.CaptureHoldAsync(hold, 1m, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_frozen", () => wallets.CaptureHoldAsync(frozenHold, cancellationToken: Token)),
            ("currency_mismatch", () => wallets.CaptureHoldAsync(hold, 1m, new() { Currency = "EUR" }, Token)),
            ("hold_exceeded", () => wallets.CaptureHoldAsync(hold, 10.01m, cancellationToken: Token)),
            ("invalid_input", () => wallets.VoidHoldAsync(hold, new() { IdempotencyKey = "" }, Token)),
            ("wallet_not_found", () => wallets.VoidHoldAsync(new(unknown, 1), cancellationToken: Token)),
            ("hold_not_found", () => wallets.VoidHoldAsync(new(wallet.Id, 0), cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.VoidHoldAsync(hold, stale, Token)),
            ("hold_not_found", () => wallets.GetHoldAsync(new(wallet.Id, 9), Token)),
            ("hold_not_found", () => wallets.GetHoldAsync(new(unknown, 1), Token)),
            ("invalid_input", () => wallets.ReverseAsync(deposit, new() { Reference = "" }, Token)),
            ("wallet_not_found", () => wallets.ReverseAsync(new(unknown, 2), cancellationToken: Token)),
            ("transaction_not_found", () => wallets.ReverseAsync(new(wallet.Id, 10), cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.ReverseAsync(deposit, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_frozen", () => wallets.ReverseAsync(new(frozen.Id, 2), cancellationToken: Token)),
            ("not_reversible", () => wallets.ReverseAsync(back, cancellationToken: Token)),
            ("already_reversed", () => wallets.ReverseAsync(new(other.Id, 2), cancellationToken: Token)),
            ("insufficient_funds", () => wallets.ReverseAsync(deposit, cancellationToken: Token)),
            ("transaction_not_found", () => wallets.GetTransactionAsync(new(wallet.Id, 10), Token)),
            ("transaction_not_found", () => wallets.GetTransactionAsync(new(unknown, 2), Token)),
            ("invalid_input", () => wallets.FreezeAsync(wallet.Id, new() { Reason = "" }, Token)),
            ("wallet_not_found", () => wallets.FreezeAsync(unknown, cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.FreezeAsync(wallet.Id, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_closed", () => wallets.FreezeAsync(closed.Id, cancellationToken: Token)),
            ("wallet_already_frozen", () => wallets.FreezeAsync(frozen.Id, cancellationToken: Token)),
            ("invalid_input", () => wallets.UnfreezeAsync(frozen.Id, new() { Reason = new string('r', 501) }, Token)),
            ("wallet_not_found", () => wallets.UnfreezeAsync(unknown, cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.UnfreezeAsync(frozen.Id, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_closed", () => wallets.UnfreezeAsync(closed.Id, cancellationToken: Token)),
            ("wallet_not_frozen", () => wallets.UnfreezeAsync(wallet.Id, cancellationToken: Token)),
            ("invalid_input", () => wallets.CloseAsync(wallet.Id, new() { IdempotencyKey = new string('k', 201) }, Token)),
            ("wallet_not_found", () => wallets.CloseAsync(unknown, cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.CloseAsync(euros.Id, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_closed", () => wallets.CloseAsync(closed.Id, cancellationToken: Token)),
            ("wallet_not_empty", () => wallets.CloseAsync(wallet.Id, cancellationToken: Token)),
            ("invalid_amount", () => wallets.SetCreditLimitAsync(wallet.Id, -1m, cancellationToken: Token)),
            ("invalid_amount", () => wallets.SetCreditLimitAsync(wallet.Id, 100.001m, cancellationToken: Token)),
            ("invalid_input", () => wallets.SetCreditLimitAsync(wallet.Id, 200m, new() { Reason = "" }, Token)),
            ("wallet_not_found", () => wallets.SetCreditLimitAsync(unknown, 1m, cancellationToken: Token)),
            ("concurrency_conflict", () => wallets.SetCreditLimitAsync(wallet.Id, 200m, new() { ExpectedVersion = 77 }, Token)),
            ("wallet_closed", () => wallets.SetCreditLimitAsync(closed.Id, 1m, cancellationToken: Token)),
            ("credit_limit_in_use", () => wallets.SetCreditLimitAsync(wallet.Id, 29m, cancellationToken: Token)),
            ("wallet_not_found", () => wallets.GetBalanceAsOfAsync(unknown, DateTimeOffset.MaxValue, cancellationToken: Token)),
            ("wallet_not_found", () => wallets.GetStatementAsync(unknown, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken: Token)),
            ("wallet_not_found", () => wallets.StreamEventsAsync(unknown, cancellationToken: Token).CountAsync(Token).AsTask()),
            ("wallet_not_found", () => wallets.StreamOpenHoldsAsync(unknown, cancellationToken: Token).CountAsync(Token).AsTask()),
            ("wallet_not_found", () => wallets.StreamTransactionsAsync(unknown, filter: new() { Reference = "none" }, cancellationToken: Token).CountAsync(Token).AsTask()),
        ];
        var before = await StandingAsync();

        for (var i = 0; i < refused.Length; i++)
        {
            Assert.Equal((i, refused[i].Code), (i, (await Assert.ThrowsAnyAsync<WalletException>(refused[i].Call)).Code));
        }

        Assert.Equal(before, await StandingAsync());

        async Task<List<Wallet>> StandingAsync()
        {
            var standing = new List<Wallet>();
            foreach (var each in new[] { wallet, other, euros, frozen, closed, rich })
            {
                standing.Add(await wallets.GetWalletAsync(each.Id, Token));
            }

            return standing;
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_canceled_call_of_any_kind_changes_nothing(string store)
    {
        await using var host = new TestWallets(store);
        var (before, other) = await OpenTwoAsync(host, "USD");
        var cancelled = new CancellationToken(true);
        Func<Task>[] calls =
        [
            () => host.Wallets.TransferAsync(before.Id, other.Id, 1m, cancellationToken: cancelled),
            () => host.Wallets.ReverseAsync(new(before.Id, 2), cancellationToken: cancelled),
            () => host.Wallets.PlaceHoldAsync(before.Id, 1m, cancellationToken: cancelled),
            () => host.Wallets.CaptureHoldAsync(new(before.Id, 1), cancellationToken: cancelled),
            () => host.Wallets.VoidHoldAsync(new(before.Id, 1), cancellationToken: cancelled),
            () => host.Wallets.FreezeAsync(before.Id, cancellationToken: cancelled),
            () => host.Wallets.UnfreezeAsync(before.Id, cancellationToken: cancelled),
            () => host.Wallets.CloseAsync(other.Id, cancellationToken: cancelled),
            () => host.Wallets.SetCreditLimitAsync(before.Id, 1m, cancellationToken: cancelled),
            () => host.Wallets.ExecuteAsync([new Deposit(before.Id, 1m)], cancellationToken: cancelled),
            () => host.Wallets.ExpireHoldsAsync(cancelled),
            () => host.Wallets.GetHoldAsync(new(before.Id, 1), cancelled),
            () => host.Wallets.GetTransactionAsync(new(before.Id, 2), cancelled),
            () => host.Wallets.GetBalanceAsOfAsync(before.Id, default, cancellationToken: cancelled),
            () => host.Wallets.GetStatementAsync(before.Id, default, default, cancellationToken: cancelled),
            () => host.Wallets.StreamEventsAsync(before.Id, cancellationToken: cancelled).CountAsync(Token).AsTask(),
            () => host.Wallets.StreamOpenHoldsAsync(before.Id, cancellationToken: cancelled).CountAsync(Token).AsTask(),
        ];

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Equal((before, other), (await host.Wallets.GetWalletAsync(before.Id, Token), await host.Wallets.GetWalletAsync(other.Id, Token)));
    }
}
