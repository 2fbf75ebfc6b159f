using System.Reflection;
using Microsoft.AspNetCore.Diagnostics;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>Failures outside the store: of the host's own source of rates, and failures that no code expects.</summary>
public sealed class FaultTests
{
    private const string Secret = "SELECT * FROM rates in /secret/rates.db";

    [Theory]
    [InlineData("operator:op")]
    [InlineData("user-1")]
    public async Task A_source_of_rates_that_fails_is_told_without_its_secrets_logged_with_them_and_nothing_is_moved(string caller)
    {
        using var log = new CapturedLog();
        await using var host = await ApiHost.StartAsync(services => services
            .AddSingleton<ILoggerProvider>(log)
            .AddWalletApi(options => options.RetryAfter = TimeSpan.FromSeconds(7))
            .AddWalletKit(wallets => wallets.AddExchangeRates(_ => new FailingRates())));
        var (from, to) = (await host.FundAsync(10m, "user-1"), await host.FundAsync(0, currency: "EUR"));
        using var client = host.Client(caller);

        var answer = (await client.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":"1"}""", ("Idempotency-Key", "k"))).IsRefused(503, "exchange_rate_unavailable");

        Assert.Equal("7", answer.Headers["Retry-After"]);
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        Assert.Contains(log.Warnings, line => line.Text.Contains(Secret, StringComparison.Ordinal));
        Assert.Equal((from, to), (await host.Wallets.GetWalletAsync(from.Id, Token), await host.Wallets.GetWalletAsync(to.Id, Token)));
    }

    [Fact]
    public async Task An_unexpected_fault_reaches_the_hosts_own_exception_handlers()
    {
        var fault = new InvalidOperationException(Secret);
        Exception? seen = null;
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton(Faulty(fault)), app =>
        {
            app.UseExceptionHandler(handler => handler.Run(context =>
            {
                seen = context.Features.Get<IExceptionHandlerFeature>()?.Error;
                return context.Response.WriteAsync("the host's own page");
            }));
            app.MapWallets();
        });
        using var client = host.Operator();

        Assert.Equal("the host's own page", (await client.GetAnswerAsync($"/wallets/{Guid.CreateVersion7()}/balance")).Is(500).Body);
        Assert.Same(fault, seen);
    }

    [Fact]
    public async Task A_fault_in_a_host_without_an_exception_handler_is_logged_and_answered_with_nothing_but_its_status()
    {
        using var log = new CapturedLog();
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<ILoggerProvider>(log).AddSingleton(Faulty(new InvalidOperationException(Secret))));
        using var client = host.Operator();

        Assert.Empty((await client.GetAnswerAsync($"/wallets/{Guid.CreateVersion7()}/balance")).Is(500).Body);
        Assert.Contains(log.Warnings, line => line.Text.Contains(Secret, StringComparison.Ordinal));
    }

    private static IWalletService Faulty(Exception fault)
    {
        var service = DispatchProxy.Create<IWalletService, RefusingService>();
        ((RefusingService)service).Refusal = fault;
        return service;
    }

    private sealed class FailingRates : IExchangeRateProvider
    {
        public ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken) => throw new HttpRequestException(Secret);
    }
}
