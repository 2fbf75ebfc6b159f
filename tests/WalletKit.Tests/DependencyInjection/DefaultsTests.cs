using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletKit.Stores;
using WalletKit.Tests.Security;

namespace WalletKit.Tests.DependencyInjection;

/// <summary>The setup of a host that chose nothing, and its log.</summary>
public sealed class DefaultsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CapturedLog _log = new();

    private string ContentRoot => Path.GetDirectoryName(_directory.File("x"))!;

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_default_store_is_SQLite_in_the_content_root_of_the_host_wherever_it_was_started()
    {
        Assert.NotEqual(ContentRoot, Directory.GetCurrentDirectory());
        using var host = Build("Development", _ => { });

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        Assert.Equal(_directory.File("wallets.db"), Assert.IsType<SqliteWalletStore>(host.Services.GetRequiredService<IWalletStore>()).Path);
        Assert.True(File.Exists(_directory.File("wallets.db")));
        Assert.False(File.Exists("wallets.db"));
    }

    [Fact]
    public async Task The_default_file_without_a_host_is_in_the_working_directory()
    {
        await using var provider = new ServiceCollection().AddWalletKit().BuildServiceProvider();

        // The store is not opened, so that the test leaves no file behind.
        Assert.Equal(Path.GetFullPath("wallets.db"), Assert.IsType<SqliteWalletStore>(provider.GetRequiredService<IWalletStore>()).Path);
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Staging", true)]
    [InlineData("Development", false)]
    public async Task A_file_that_nobody_chose_is_warned_of_by_its_full_path_outside_Development(string environment, bool isWarned)
    {
        using var host = Build(environment, wallets => wallets.UseSqlite(options => options.MaxReaders = 2));

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        string[] expected = isWarned
            ? [$"No store was chosen: wallets are kept in the SQLite file '{_directory.File("wallets.db")}'. UseSqlite, UseInMemory or another store's method chooses one."]
            : [];
        Assert.Equal(expected, Warnings());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_was_chosen_is_not_warned_of(bool inMemory)
    {
        using var host = Build("Production", wallets => _ = inMemory ? wallets.UseInMemory() : wallets.UseSqlite($"Data Source={_directory.File("chosen.db")}"));

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task The_start_says_how_large_a_balance_of_a_declared_currency_can_become_and_warns_where_that_is_little()
    {
        using var host = Build("Production", wallets => wallets.UseInMemory().AddCurrency("ETH", 18).AddCurrency("MICRO", 12).AddCurrency("BTC", 8).AddCurrency("BTC", 8));

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        Assert.Equal(["The currency ETH is declared with 18 decimals: no wallet can hold more than 9.223372036854775807 of it. With fewer decimals it could."], Warnings());
        Assert.Equal(
            [
                "The currency MICRO is declared with 12 decimals: a balance can be 9223372.036854775807 at most.",
                "The currency BTC is declared with 8 decimals: a balance can be 92233720368.54775807 at most.",
            ],
            _log.Lines.Where(line => line.Id == 11).Select(line => line.Message));
    }

    private IHost Build(string environment, Action<WalletKitBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = ContentRoot, EnvironmentName = environment });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(_log);
        builder.Services.AddWalletKit(configure);
        return builder.Build();
    }

    private IEnumerable<string> Warnings() => _log.Lines.Where(line => line.Level is LogLevel.Warning or LogLevel.Error or LogLevel.Critical).Select(line => line.Message);
}
