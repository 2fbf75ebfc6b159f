using System.Text.RegularExpressions;

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
        builder.Services.AddWalletKit(wallets => wallets.AddRebates());
        using var host = builder.Build();
        await host.StartAsync();

        var wallets = host.Services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("user-1", "USD")).Wallet;
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

    private const string DepositOverHttp = """
        using System.Net.Http.Json;
        using System.Text.Json;
        using WalletKit;
        using WalletKit.AspNetCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddWalletKit();
        builder.Services.AddWalletApi();
        builder.Services.AddAuthentication();
        builder.Services.AddOpenApi(options => options.AddWalletApi());
        await using var app = builder.Build();
        app.MapWalletsWithoutAuthorization("/open");
        app.MapOpenApi();
        await app.StartAsync();

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
        var wallet = await PostAsync("/open", new { ownerId = "user-1", currency = "USD" });
        var deposit = await PostAsync($"/open/{wallet.GetProperty("id")}/deposit", new { amount = "100.10" });
        Console.WriteLine($"after the deposit: {deposit.GetProperty("balanceAfter")}");
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        Console.WriteLine($"described: {document.GetProperty("paths").TryGetProperty("/open/{walletId}/deposit", out _)}");
        await app.StopAsync();

        async Task<JsonElement> PostAsync(string path, object body)
        {
            using var response = await client.PostAsJsonAsync(path, body);
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        }
        """;

    private const string SuiteOverAStore = """
        using WalletKit;
        using WalletKit.Stores;
        using WalletKit.Testing;

        public sealed class MyStoreTests : WalletStoreTests
        {
            protected override WalletStoreSubject CreateSubject() => new MySubject();

            private sealed class MySubject : WalletStoreSubject
            {
                public override bool IsDurable => false;

                public override IWalletStore CreateStore(TimeProvider timeProvider) => new InMemoryWalletStore(timeProvider);
            }
        }
        """;

    [Fact]
    public async Task A_fresh_app_that_adds_the_package_deposits_and_gets_its_rebate()
    {
        using var app = FreshApp.OfConsole(package);

        var printed = await app.RunAsync(package, DepositAndRebate, Token);

        var lines = printed.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("after the deposit: 100.00", lines);
        Assert.Contains("after the rebate: 101.00", lines);
        Assert.Contains("file: True", lines);
        Assert.Contains($"version: {package.Version}", lines);
    }

    [Fact]
    public async Task A_fresh_web_app_that_adds_both_packages_takes_a_deposit_over_http()
    {
        using var app = FreshApp.OfWeb(package);

        var printed = await app.RunAsync(package, DepositOverHttp, Token);

        var lines = printed.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("after the deposit: 100.10", lines);
        Assert.Contains("described: True", lines);
    }

    [Fact]
    public async Task A_fresh_test_project_that_derives_one_class_runs_the_whole_suite_over_its_store()
    {
        using var app = FreshApp.OfTests(package);

        var printed = await app.RunAsync(package, SuiteOverAStore, Token);

        var summary = Regex.Match(printed, @"Total: (\d+), Errors: 0, Failed: 0, Skipped: (\d+)");
        Assert.True(summary.Success, printed);
        Assert.True(int.Parse(summary.Groups[1].Value, null) - int.Parse(summary.Groups[2].Value, null) > 500, summary.Value);
    }

    [Fact]
    public async Task The_readmes_example_runs_as_it_stands_with_the_packages_that_stand_before_it()
    {
        var readme = (await File.ReadAllTextAsync(Repository.PathOf("README.md"), Token)).ReplaceLineEndings("\n");
        var example = Regex.Match(readme, "```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.True(example.Success, "README.md has no example in C#.");
        var packages = Regex.Matches(readme[..example.Index], @"^dotnet add package (\S+)$", RegexOptions.Multiline).Select(command => command.Groups[1].Value);
        using var app = FreshApp.OfConsole(package, packages);

        var printed = await app.RunAsync(package, example.Groups[1].Value, Token);

        // These lines stand among the host's log lines.
        var lines = printed.Replace(',', '.').Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^wallet \S+ has 101\.00 available. less than the 500\.00 requested\.$"));
        Assert.Contains("2 Rebate 1.00 101.00", lines);
        Assert.Contains("1 Deposit 100.00 100.00", lines);
    }
}
