using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Diagnostics;
using WalletKit.Rebates;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;
using WalletKit.Tests.Rebates;

namespace WalletKit.Tests.Diagnostics;

public sealed class MetricsTests : IDisposable
{
    // A listener hears the meter of the whole process. This value flows with a test's own calls and distinguishes them from those of other tests.
    private static readonly AsyncLocal<MetricsTests?> Current = new();

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _heard = [];

    public MetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == WalletKitMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            Current.Value?._heard.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))} +{value}"));
        _listener.Start();
    }

    [Fact]
    public async Task Commands_are_counted_by_kind_and_outcome_and_nothing_else()
    {
        Current.Value = this;
        await using var provider = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory()).BuildServiceProvider();
        var wallets = provider.GetRequiredService<IWalletService>();

        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        await wallets.OpenAsync("owner", "USD", cancellationToken: Token);
        await wallets.DepositAsync(wallet.Id, 5m, new() { IdempotencyKey = "key" }, Token);
        await wallets.DepositAsync(wallet.Id, 5m, new() { IdempotencyKey = "key" }, Token);
        await wallets.WithdrawAsync(wallet.Id, 1m, cancellationToken: Token);
        await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.WithdrawAsync(wallet.Id, 5m, cancellationToken: Token));

        Assert.Equal(
            [
                "walletkit.commands command=open outcome=committed +1",
                "walletkit.commands command=open outcome=replayed +1",
                "walletkit.commands command=deposit outcome=committed +1",
                "walletkit.commands command=deposit outcome=replayed +1",
                "walletkit.commands command=withdraw outcome=committed +1",
                "walletkit.commands command=withdraw outcome=insufficient_funds +1",
            ],
            _heard);
    }

    [Fact]
    public async Task Every_kind_of_command_is_counted_under_a_name_of_its_own()
    {
        Current.Value = this;
        await using var provider = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory()).BuildServiceProvider();
        var wallets = provider.GetRequiredService<IWalletService>();
        var (wallet, other) = ((await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet, (await wallets.OpenAsync("other", "USD", cancellationToken: Token)).Wallet);

        await wallets.SetCreditLimitAsync(wallet.Id, 100m, new() { IdempotencyKey = "key" }, Token);
        await wallets.SetCreditLimitAsync(wallet.Id, 100m, new() { IdempotencyKey = "key" }, Token);
        await wallets.TransferAsync(wallet.Id, other.Id, 5m, cancellationToken: Token);
        await wallets.ReverseAsync(new(other.Id, 2), cancellationToken: Token);
        await wallets.PlaceHoldAsync(wallet.Id, 5m, cancellationToken: Token);
        await wallets.PlaceHoldAsync(wallet.Id, 5m, cancellationToken: Token);
        await wallets.CaptureHoldAsync(new(wallet.Id, 1), cancellationToken: Token);
        await wallets.VoidHoldAsync(new(wallet.Id, 2), cancellationToken: Token);
        await Assert.ThrowsAsync<HoldEndedException>(() => wallets.VoidHoldAsync(new(wallet.Id, 2), cancellationToken: Token));
        await wallets.FreezeAsync(other.Id, cancellationToken: Token);
        await wallets.UnfreezeAsync(other.Id, cancellationToken: Token);
        await wallets.CloseAsync(other.Id, cancellationToken: Token);

        Assert.Equal(
            [
                "walletkit.commands command=set_credit_limit outcome=committed +1",
                "walletkit.commands command=set_credit_limit outcome=replayed +1",
                "walletkit.commands command=transfer outcome=committed +1",
                "walletkit.commands command=reverse outcome=committed +1",
                "walletkit.commands command=place_hold outcome=committed +1",
                "walletkit.commands command=place_hold outcome=committed +1",
                "walletkit.commands command=capture_hold outcome=committed +1",
                "walletkit.commands command=void_hold outcome=committed +1",
                "walletkit.commands command=void_hold outcome=hold_voided +1",
                "walletkit.commands command=freeze outcome=committed +1",
                "walletkit.commands command=unfreeze outcome=committed +1",
                "walletkit.commands command=close outcome=committed +1",
            ],
            _heard.Skip(2));
    }

    [Fact]
    public async Task Commands_that_come_together_are_counted_one_by_one_and_a_refusal_once()
    {
        Current.Value = this;
        await using var provider = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory()).BuildServiceProvider();
        var wallets = provider.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        WalletCommand[] commands = [new Deposit(wallet.Id, 1m), new FreezeWallet(wallet.Id), new Withdraw(wallet.Id, 1m)];

        await wallets.ExecuteAsync(commands[..2], new() { IdempotencyKey = "key" }, Token);
        await wallets.ExecuteAsync(commands[..2], new() { IdempotencyKey = "key" }, Token);
        await wallets.ExecuteAsync(commands, cancellationToken: Token);
        await wallets.ImportAsync(commands.ToAsyncEnumerable(), cancellationToken: Token).CountAsync(Token);
        await wallets.ExecuteLockedAsync([wallet.Id], (section, token) => Task.Run(() => section.Add(commands[0]), token), cancellationToken: Token);

        Assert.Equal(
            [
                "walletkit.commands command=open outcome=committed +1",
                "walletkit.commands command=deposit outcome=committed +1",
                "walletkit.commands command=freeze outcome=committed +1",
                "walletkit.commands command=deposit outcome=replayed +1",
                "walletkit.commands command=freeze outcome=replayed +1",
                "walletkit.commands command=freeze outcome=wallet_already_frozen +1",
                "walletkit.commands command=deposit outcome=committed +1",
                "walletkit.commands command=freeze outcome=wallet_already_frozen +1",
                "walletkit.commands command=withdraw outcome=wallet_frozen +1",
                "walletkit.commands command=deposit outcome=committed +1",
            ],
            _heard);
    }

    [Fact]
    public async Task Attempts_to_settle_a_rebate_are_counted_by_outcome()
    {
        Current.Value = this;
        var policy = new TestPolicy((context, _) => context.OwnerId switch
        {
            "nothing" => new(0m),
            "failing" => throw new InvalidOperationException("boom"),
            _ => new(1m),
        });
        await using var bench = new Bench(StoreKind.InMemory);
        var site = bench.Host(rebates => rebates.MaxAttempts = 2, policy);
        foreach (var owner in new[] { "paid", "nothing", "failing" })
        {
            await site.DepositAsync(await site.OpenAsync(owner));
        }

        await site.RunPassAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await site.RunPassAsync();

        Assert.Equal(
            [
                "walletkit.rebates outcome=dead +1",
                "walletkit.rebates outcome=failed +1",
                "walletkit.rebates outcome=nothing_due +1",
                "walletkit.rebates outcome=paid +1",
            ],
            _heard.Where(line => line.StartsWith(WalletKitMeter.Rebates, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commands_of_the_library_itself_are_counted_like_those_of_a_host()
    {
        Current.Value = this;
        await using var bench = new Bench(StoreKind.InMemory);
        var site = bench.Host(rebates => rebates.MaxAttempts = 1, new TestPolicy((context, _) => context.OwnerId == "failing" ? throw new InvalidOperationException("boom") : new(1m)));
        var wallet = await site.OpenAsync("paid");
        await site.DepositAsync(wallet);
        await site.DepositAsync(await site.OpenAsync("failing"));
        await site.Wallets.PlaceHoldAsync(wallet.Id, 1m, new() { ExpiresIn = TimeSpan.FromMinutes(1) }, Token);
        bench.Time.Advance(TimeSpan.FromMinutes(1));

        await site.RunPassAsync();
        await site.Wallets.ExpireHoldsAsync(Token);

        Assert.Equal(
            [
                "walletkit.commands command=expire_holds outcome=committed +1",
                "walletkit.commands command=fail_rebate outcome=committed +1",
                "walletkit.commands command=pay_rebate outcome=committed +1",
            ],
            _heard.Where(line => line.Contains("_rebate ", StringComparison.Ordinal) || line.Contains("expire", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_outcome_has_a_name_of_its_own()
    {
        Current.Value = this;
        using var metrics = new WalletMetrics();

        foreach (var outcome in Enum.GetValues<RebateOutcome>())
        {
            metrics.Settled(outcome);
        }

        Assert.Equal(Enum.GetValues<RebateOutcome>().Length, _heard.Distinct().Count());
    }

    public void Dispose() => _listener.Dispose();
}
