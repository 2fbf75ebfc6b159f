using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;

namespace WalletKit.Tests.DependencyInjection;

/// <summary>A host that declares its currencies differently from the time when its wallets were opened.</summary>
public sealed class LaterDeclarationTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private Wallet _points = null!;

    public async ValueTask InitializeAsync()
    {
        await using var host = Host(exponent: 0);
        _points = (await Wallets(host).OpenAsync("owner", "POINTS", cancellationToken: Token)).Wallet;
        await Wallets(host).DepositAsync(_points.Id, 100m, cancellationToken: Token);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task A_wallet_works_on_in_the_decimals_of_its_opening_when_its_currency_is_declared_otherwise_or_not_at_all(int? exponent)
    {
        await using var host = Host(exponent);
        var wallets = Wallets(host);

        var opened = (await wallets.OpenAsync("owner", "POINTS", cancellationToken: Token)).Wallet;
        var found = await wallets.FindWalletAsync("owner", cancellationToken: Token);

        Assert.Equal((_points.Id, 0, 100m), (opened.Id, opened.Currency.Exponent, opened.Balance));
        Assert.Equal(opened, found);
        Assert.Equal(110m, (await wallets.DepositAsync(opened.Id, 10m, new() { Currency = "POINTS" }, Token)).Balance);
        Assert.Equal(107m, (await wallets.WithdrawAsync(opened.Id, 3m, cancellationToken: Token)).Balance);
        var refusal = await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.DepositAsync(opened.Id, 0.5m, cancellationToken: Token));
        Assert.Equal("amount 0.5 has more decimals than the 0 of POINTS; nothing is rounded.", refusal.Message);
        Assert.Single((await wallets.ListWalletsAsync("owner", cancellationToken: Token)).Wallets);
    }

    [Fact]
    public async Task A_currency_that_is_not_declared_any_more_opens_no_new_wallet()
    {
        await using var host = Host(exponent: null);
        var wallets = Wallets(host);

        var refusal = await Assert.ThrowsAsync<UnknownCurrencyException>(() => wallets.OpenAsync("owner", "POINTS", "another", cancellationToken: Token));
        await Assert.ThrowsAsync<UnknownCurrencyException>(() => wallets.OpenAsync("owner", "MILES", cancellationToken: Token));
        await Assert.ThrowsAsync<UnknownCurrencyException>(() => wallets.OpenAsync("owner", "points", cancellationToken: Token));

        Assert.Equal("POINTS", refusal.Currency);
        Assert.Single((await wallets.ListWalletsAsync("owner", cancellationToken: Token)).Wallets);
    }

    [Fact]
    public async Task Wallets_of_one_code_and_other_decimals_are_told_apart_in_what_is_said_about_them()
    {
        await using var host = Host(exponent: 2);
        var wallets = Wallets(host);
        var cents = (await wallets.OpenAsync("owner", "POINTS", "cents", cancellationToken: Token)).Wallet;

        var refusal = await Assert.ThrowsAsync<CurrencyMismatchException>(() => wallets.TransferAsync(_points.Id, cents.Id, 1m, cancellationToken: Token));
        var transfer = await wallets.TransferAsync(_points.Id, cents.Id, 1m, new() { Rate = 1m }, Token);

        Assert.Equal($"wallet {cents.Id} keeps POINTS with 2 decimals, not POINTS with 0 decimals.", refusal.Message);
        Assert.Equal((1.00m, 2), (transfer.Incoming.Amount, transfer.Incoming.Currency.Exponent));
    }

    [Fact]
    public async Task In_a_batch_a_wallet_is_opened_again_by_its_code()
    {
        await using var host = Host(exponent: 2);
        var open = new OpenWallet(WalletId.Create(DateTimeOffset.UnixEpoch), "owner", Currency.Declare("POINTS", 2));

        var result = await Wallets(host).ExecuteAsync([open, new Deposit(_points.Id, 1m)], cancellationToken: Token);

        Assert.Equal((true, _points.Id, 0), (result.First.Replayed, result.First.Wallet!.Id, result.First.Wallet.Currency.Exponent));
        Assert.Equal(101m, result.Results[1].Wallet!.Balance);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private ServiceProvider Host(int? exponent)
    {
        var services = new ServiceCollection().AddWalletKit(wallets => wallets.UseSqlite($"Data Source={_directory.File("wallets.db")}"));
        return (exponent is { } decimals ? services.AddWalletKit(wallets => wallets.AddCurrency("POINTS", decimals)) : services).BuildServiceProvider();
    }

    private static IWalletService Wallets(ServiceProvider host) => host.GetRequiredService<IWalletService>();
}
