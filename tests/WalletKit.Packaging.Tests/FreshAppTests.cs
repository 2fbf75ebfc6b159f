namespace WalletKit.Packaging.Tests;

[Collection(PackedPackageDefinition.Name)]
public sealed class FreshAppTests(PackedPackage package)
{
    private const string DepositAndRebate = """
        using System.Diagnostics.Metrics;
        using System.Globalization;
        using System.Reflection;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using WalletKit;
        using WalletKit.Diagnostics;

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var landed = new TaskCompletionSource();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == WalletKitMeter.Rebates)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => landed.TrySetResult());
        listener.Start();

        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddWalletKit();
        using var host = builder.Build();
        await host.StartAsync();

        var wallets = host.Services.GetRequiredService<IWalletService>();
        var wallet = await wallets.OpenAsync("user-1", "USD");
        var deposit = await wallets.DepositAsync(wallet.Id, 100m);
        var balance = deposit.Balance;
        Console.WriteLine($"after the deposit: {balance:0.00}");

        await landed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        balance = (await wallets.GetBalanceAsync(wallet.Id)).Balance;
        Console.WriteLine($"after the rebate: {balance:0.00}");
        Console.WriteLine($"file: {File.Exists("wallets.db")}");
        var version = typeof(IWalletService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        Console.WriteLine($"version: {version?.InformationalVersion.Split('+')[0]}");
        await host.StopAsync();
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fresh_app_that_adds_the_package_deposits_and_gets_its_rebate()
    {
        using var app = new FreshApp();

        var printed = await app.RunAsync(package, DepositAndRebate, Token);

        var lines = printed.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("after the deposit: 100.00", lines);
        Assert.Contains("after the rebate: 101.00", lines);
        Assert.Contains("file: True", lines);
        Assert.Contains($"version: {package.Version}", lines);
    }

    [Fact]
    public async Task The_readmes_example_runs_as_it_stands()
    {
        using var app = new FreshApp();

        var printed = await app.RunAsync(package, await ReadmeExampleAsync(), Token);

        Assert.Contains("Deposit 100", printed, StringComparison.Ordinal);
    }

    private static async Task<string> ReadmeExampleAsync()
    {
        const string opening = "```csharp\n";
        var readme = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Token)).ReplaceLineEndings("\n");
        var start = readme.IndexOf(opening, StringComparison.Ordinal);
        Assert.True(start >= 0, "README.md has no example in C#.");
        start += opening.Length;
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
