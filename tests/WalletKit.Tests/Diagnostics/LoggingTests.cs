using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Tests.Rebates;

namespace WalletKit.Tests.Diagnostics;

public sealed class LoggingTests : IDisposable
{
    // Each text occurs nowhere else. The decimal points distinguish the amounts from the digits of a wallet's id.
    private static readonly string[] Secrets = ["4711.1", "1234.5", "471100.7", "0.1234", "12.34", "secret-owner", "secret-key", "secret-reference", "secret-metadata"];

    private readonly TemporaryDirectory _directory = new();
    private readonly CapturedLog _log = new();

    private string Database => _directory.File("wallets.db");

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task No_amount_key_owner_or_metadata_is_logged_above_debug(StoreKind kind)
    {
        var time = new FakeTimeProvider();
        using var host = Build(kind, time, rebates => (rebates.MaxAttempts, rebates.ProcessInBackground) = (2, false));
        await host.StartAsync(Token);
        var wallets = host.Services.GetRequiredService<IWalletService>();
        var options = new DepositOptions
        {
            IdempotencyKey = "secret-key",
            Reference = "secret-reference",
            Metadata = new Dictionary<string, string> { ["secret-metadata-key"] = "secret-metadata-value" },
        };

        var wallet = (await wallets.OpenAsync("secret-owner", "USD", cancellationToken: Token)).Wallet;
        await wallets.DepositAsync(wallet.Id, 4711.1m, options, Token);
        await Assert.ThrowsAsync<IdempotencyConflictException>(() => wallets.DepositAsync(wallet.Id, 1234.5m, options, Token));
        await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.WithdrawAsync(wallet.Id, 471100.7m, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidAmountException>(() => wallets.WithdrawAsync(wallet.Id, 0.1234m, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.WithdrawAsync(wallet.Id, 1m, new() { IdempotencyKey = new string('k', 201) }, Token));
        await wallets.WithdrawAsync(wallet.Id, 12.34m, cancellationToken: Token);
        var rebates = host.Services.GetRequiredService<IRebateService>();
        await rebates.ProcessPendingAsync(Token);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, (await rebates.ProcessPendingAsync(Token)).Dead);
        await host.StopAsync(Token);

        var above = _log.Lines.Where(entry => entry.Level >= LogLevel.Information && entry.Category.StartsWith("WalletKit", StringComparison.Ordinal)).ToList();
        Assert.Contains(above, entry => entry.Id == 202);
        Assert.All(above, entry => Assert.DoesNotContain(Secrets, secret => entry.Text.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_full_path_of_the_database_is_logged_when_it_is_opened()
    {
        for (var run = 0; run < 2; run++)
        {
            using var host = Build(StoreKind.Sqlite, new FakeTimeProvider(), _ => { });
            await host.StartAsync(Token);
            await host.StopAsync(Token);
        }

        var entries = _log.Lines.Where(entry => entry.Id is >= 100 and < 110).ToList();
        Assert.Equal([100, 101], entries.Select(entry => entry.Id));
        Assert.All(entries, entry =>
        {
            Assert.Equal(LogLevel.Information, entry.Level);
            Assert.Contains($"'{Database}'", entry.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_refusal_is_a_debug_message_with_its_code()
    {
        using var host = Build(StoreKind.InMemory, new FakeTimeProvider(), _ => { });
        var wallets = host.Services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;

        await Assert.ThrowsAsync<InsufficientFundsException>(() => wallets.WithdrawAsync(wallet.Id, 1m, cancellationToken: Token));

        var entry = Assert.Single(_log.Lines, entry => entry.Id == 1);
        Assert.Equal((LogLevel.Debug, $"Withdraw on wallet {wallet.Id} was refused: insufficient_funds."), (entry.Level, entry.Message));
    }

    // Operators write alerts on event ids.
    [Fact]
    public void Every_event_has_an_id_of_its_own()
    {
        var messages = typeof(IWalletService).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (method.Name, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(method => method.Message is not null)
            .ToList();

        Assert.True(messages.Count >= 10);
        Assert.All(messages, method => Assert.True(method.Message!.EventId > 0, method.Name));
        Assert.Empty(messages.GroupBy(method => method.Message!.EventId).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    private IHost Build(StoreKind kind, TimeProvider time, Action<RebateOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log);
        builder.Services.AddSingleton(time);
        builder.Services.AddWalletKit(wallets =>
        {
            // The path is relative, because the logged path must be the full one.
            _ = kind == StoreKind.InMemory ? wallets.UseInMemory() : wallets.UseSqlite($"Data Source={Path.GetRelativePath(Directory.GetCurrentDirectory(), Database)}");
            wallets.AddRebates(configure).AddRebatePolicy(_ => new TestPolicy((_, _) => throw new InvalidOperationException("boom")));
        });
        return builder.Build();
    }
}
