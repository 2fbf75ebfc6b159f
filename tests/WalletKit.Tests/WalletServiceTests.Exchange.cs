using WalletKit.Commands;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_rate_is_asked_for_where_currencies_differ_and_nothing_is_given(string store)
    {
        var rates = new TestRates();
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var (source, target) = await OpenTwoAsync(host, "EUR");
        var same = (await host.Wallets.OpenAsync("user-3", "USD", cancellationToken: Token)).Wallet;

        await host.Wallets.TransferAsync(source.Id, same.Id, 1m, cancellationToken: Token);
        await host.Wallets.TransferAsync(source.Id, target.Id, 1m, new() { Rate = 0.5m }, Token);
        await host.Wallets.TransferAsync(source.Id, target.Id, 1m, new() { TargetAmount = 0.25m }, Token);
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => host.Wallets.TransferAsync(source.Id, target.Id, 1m, new() { Currency = "EUR" }, Token));
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => host.Wallets.WithdrawAsync(source.Id, 1m, new() { Currency = "EUR" }, Token));
        Assert.Empty(rates.Asked);
        var receipt = await host.Wallets.TransferAsync(source.Id, target.Id, 10m, cancellationToken: Token);

        Assert.Equal(["USD to EUR"], rates.Asked);
        Assert.Equal((-10m, 9m, 9.75m), (receipt.Outgoing.Amount, receipt.Incoming.Amount, receipt.Incoming.BalanceAfter));
        Assert.Equal((0.9m, 9m), (receipt.Outgoing.Links.Exchange!.Rate, receipt.Outgoing.Links.Exchange.CounterpartAmount));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_transfer_without_a_rate_stays_refused(string store)
    {
        var rates = new TestRates { Rate = null };
        await using var asking = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        await using var plain = new TestWallets(store);

        foreach (var host in new[] { asking, plain })
        {
            var (source, target) = await OpenTwoAsync(host, "EUR");
            var refusal = await Assert.ThrowsAsync<CurrencyMismatchException>(() => host.Wallets.TransferAsync(source.Id, target.Id, 10m, cancellationToken: Token));
            Assert.Equal((target.Id, "EUR", "USD"), (refusal.WalletId, refusal.WalletCurrency, refusal.RequestedCurrency));
            Assert.Equal(source, await host.Wallets.GetWalletAsync(source.Id, Token));
        }

        Assert.Equal(["USD to EUR"], rates.Asked);
    }

    [Theory]
    [InlineData(TestWallets.InMemory, "0")]
    [InlineData(TestWallets.InMemory, "-0.9")]
    [InlineData(TestWallets.Sqlite, "0")]
    [InlineData(TestWallets.Sqlite, "-0.9")]
    public async Task An_invalid_rate_is_refused_and_a_providers_invalid_rate_is_not_the_callers_mistake(string store, string rate)
    {
        var rates = new TestRates { Rate = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture) };
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var (source, target) = await OpenTwoAsync(host, "EUR");

        var failure = await Assert.ThrowsAsync<ExchangeRateUnavailableException>(() => host.Wallets.TransferAsync(source.Id, target.Id, 10m, cancellationToken: Token));
        Assert.Contains($"the rate {rate};", failure.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal("rate", (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.TransferAsync(source.Id, target.Id, 10m, new() { Rate = rates.Rate }, Token))).Field);
        Assert.Equal(source, await host.Wallets.GetWalletAsync(source.Id, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_retry_gets_the_first_transfer_whatever_the_rate_has_become(string store)
    {
        var rates = new TestRates();
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => rates));
        var (source, target) = await OpenTwoAsync(host, "EUR");
        var options = new TransferOptions { IdempotencyKey = "order-7" };

        var first = await host.Wallets.TransferAsync(source.Id, target.Id, 10m, options, Token);
        rates.Rate = 0.8m;
        var again = await host.Wallets.TransferAsync(source.Id, target.Id, 10m, options, Token);

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal((first.Outgoing, first.Incoming), (again.Outgoing, again.Incoming));
        Assert.Equal((90m, 9m), ((await host.Wallets.GetWalletAsync(source.Id, Token)).Balance, (await host.Wallets.GetWalletAsync(target.Id, Token)).Balance));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_source_of_rates_that_fails_fails_the_transfer_and_nothing_else(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => new FailingRates()));
        var (source, target) = await OpenTwoAsync(host, "EUR");

        var refusal = await Assert.ThrowsAsync<ExchangeRateUnavailableException>(() => host.Wallets.TransferAsync(source.Id, target.Id, 10m, cancellationToken: Token));

        Assert.Equal(("exchange_rate_unavailable", true, "USD", "EUR"), (refusal.Code, refusal.IsTransient, refusal.SourceCurrency, refusal.TargetCurrency));
        Assert.IsType<HttpRequestException>(refusal.InnerException);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(source, await host.Wallets.GetWalletAsync(source.Id, Token));
        await host.Wallets.TransferAsync(source.Id, target.Id, 10m, new() { Rate = 1m }, Token).WaitAsync(s_guard, Token);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_source_of_rates_that_fails_is_named_to_batches_and_imports_too(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.AddExchangeRates(_ => new FailingRates()));
        var (source, target) = await OpenTwoAsync(host, "EUR");
        Transfer transfer = new(source.Id, target.Id, 10m);

        await Assert.ThrowsAsync<ExchangeRateUnavailableException>(() => host.Wallets.ExecuteAsync([transfer], cancellationToken: Token));
        await Assert.ThrowsAsync<ExchangeRateUnavailableException>(async () => await host.Wallets.ImportAsync(new[] { transfer }.ToAsyncEnumerable(), cancellationToken: Token).ToListAsync(Token));

        Assert.Equal(source, await host.Wallets.GetWalletAsync(source.Id, Token));
    }

    [Fact]
    public async Task A_source_of_rates_that_gives_up_by_itself_has_failed_and_one_that_the_caller_cancels_has_not()
    {
        using var patience = new CancellationTokenSource();
        var cancelled = false;
        var rates = new FailingRates(async token =>
        {
            if (cancelled)
            {
                await patience.CancelAsync();
                token.ThrowIfCancellationRequested();
            }

            throw new TaskCanceledException();
        });
        await using var host = new TestWallets(TestWallets.InMemory, wallets => wallets.AddExchangeRates(_ => rates));
        var (source, target) = await OpenTwoAsync(host, "EUR");

        var refusal = await Assert.ThrowsAsync<ExchangeRateUnavailableException>(() => host.Wallets.TransferAsync(source.Id, target.Id, 10m, cancellationToken: patience.Token));
        Assert.IsType<TaskCanceledException>(refusal.InnerException);
        cancelled = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Wallets.TransferAsync(source.Id, target.Id, 10m, cancellationToken: patience.Token));

        Assert.Equal(source, await host.Wallets.GetWalletAsync(source.Id, Token));
    }

    private sealed class FailingRates(Func<CancellationToken, Task>? fail = null) : IExchangeRateProvider
    {
        public async ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken)
        {
            await (fail ?? (_ => throw new HttpRequestException("secret")))(cancellationToken);
            return null;
        }
    }
}
