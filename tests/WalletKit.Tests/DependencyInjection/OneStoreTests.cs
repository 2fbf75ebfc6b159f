using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WalletKit.Stores;

namespace WalletKit.Tests.DependencyInjection;

/// <summary>A host has one store: a second choice fails at once, so that no host finds out later that its wallets went to another store.</summary>
public sealed class OneStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Two_calls_that_name_two_files_fail_the_start_and_both_files_are_named_and_neither_is_made()
    {
        using var host = Build(
            wallets => wallets.UseSqlite($"Data Source={_directory.File("first.db")}"),
            wallets => wallets.UseSqlite(options => options.ConnectionString = $"Data Source={_directory.File("last.db")}"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Equal(
            $"SqliteStoreOptions.ConnectionString was set twice: it names '{_directory.File("first.db")}', then '{_directory.File("last.db")}'. "
            + "A host keeps its wallets in one file; name it once, or in the same way.",
            failure.Message);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_directory.File("x"))!));
    }

    [Fact]
    public void Two_files_are_refused_without_a_host_as_well()
    {
        using var provider = Services(wallets => wallets.UseSqlite("Data Source=first.db"), wallets => wallets.UseSqlite("Data Source=last.db")).BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IWalletStore>);
        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IWalletService>);
    }

    [Theory]
    [InlineData("Data Source=wallets.db", "Data Source=other.db")]
    [InlineData("Data Source=a.db", "Data Source=a.db;Mode=ReadWrite")]
    [InlineData("Data Source=a.db", "")]
    [InlineData("", "Data Source=a.db")]
    [InlineData("Nonsense=1", "Data Source=a.db")]
    public void Calls_that_name_anything_else_disagree(string first, string last)
    {
        using var provider = Services(wallets => wallets.UseSqlite(first), wallets => wallets.UseSqlite(last)).BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value);

        Assert.Contains("SqliteStoreOptions.ConnectionString was set twice: it names", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_password_is_said_of_two_connection_strings()
    {
        using var provider = Services(wallets => wallets.UseSqlite("Data Source=a.db;Password=s3cr3t"), wallets => wallets.UseSqlite("Data Source=b.db;Password=s3cr3t")).BuildServiceProvider();

        Assert.DoesNotContain("s3cr3t", Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IWalletStore>).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=a.db", "Data Source=a.db")]
    [InlineData("Data Source=a.db", "data source=./x/../a.db")]
    [InlineData("DataSource=a.db;Pooling=False", "Pooling=false;Data Source=a.db")]
    public async Task Calls_that_name_one_file_agree(string first, string last)
    {
        await using var provider = Services(wallets => wallets.UseSqlite(first), wallets => wallets.UseSqlite(last)).BuildServiceProvider();

        Assert.Equal(Path.GetFullPath("a.db"), Assert.IsType<SqliteWalletStore>(provider.GetRequiredService<IWalletStore>()).Path);
    }

    [Fact]
    public async Task Calls_that_add_settings_to_the_file_of_another_agree()
    {
        await using var provider = Services(
            wallets => wallets.UseSqlite(options => options.MaxReaders = 3),
            wallets => wallets.UseSqlite("Data Source=a.db"),
            wallets => wallets.UseSqlite(options => options.BusyTimeout = TimeSpan.FromSeconds(1)),
            _ => { }).BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;

        Assert.Equal(("Data Source=a.db", 3, 1), (options.ConnectionString, options.MaxReaders, options.BusyTimeout.TotalSeconds));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_library_that_chooses_nothing_takes_the_store_of_its_host_whichever_comes_first(bool isLibraryFirst)
    {
        Action<WalletKitBuilder> library = wallets => wallets.AddCurrency("POINTS", 0);
        Action<WalletKitBuilder> host = wallets => wallets.UseInMemory();
        await using var provider = (isLibraryFirst ? Services(library, host) : Services(host, library)).BuildServiceProvider();

        Assert.IsType<InMemoryWalletStore>(provider.GetRequiredService<IWalletStore>());
        Assert.Equal("POINTS", (await provider.GetRequiredService<IWalletService>().OpenAsync("owner", "POINTS", cancellationToken: Token)).Wallet.Currency.Code);
    }

    [Fact]
    public void Two_kinds_of_store_are_refused_where_the_second_is_chosen_and_both_are_named()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Services(wallets => wallets.UseSqlite("Data Source=a.db"), wallets => wallets.UseInMemory()));

        Assert.StartsWith("Two stores of wallets were chosen: SqliteWalletStore, then InMemoryWalletStore. A host has one; choose it once.", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Services(wallets => wallets.UseInMemory().UseSqlite("Data Source=a.db")));
    }

    [Fact]
    public void Two_stores_of_the_hosts_own_are_refused_and_one_that_is_chosen_twice_is_not()
    {
        Func<IServiceProvider, InMemoryWalletStore> create = _ => new InMemoryWalletStore(TimeProvider.System);

        Services(wallets => wallets.UseStore(create), wallets => wallets.UseStore(create));
        var refusal = Assert.Throws<InvalidOperationException>(
            () => Services(wallets => wallets.UseStore(create), wallets => wallets.UseStore(_ => new InMemoryWalletStore(TimeProvider.System))));

        Assert.Contains("InMemoryWalletStore, then another InMemoryWalletStore", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_puts_another_store_or_another_file_in_the_place_of_the_hosts()
    {
        Action<WalletKitBuilder> program = wallets => wallets.UseSqlite("Data Source=/no/such/directory/wallets.db");
        await using var memory = Services(program).AddSingleton<IWalletStore>(new InMemoryWalletStore(TimeProvider.System)).AddWalletKit(program).BuildServiceProvider();
        await using var file = Services(program).Configure<SqliteStoreOptions>(options => options.ConnectionString = "Data Source=test.db").BuildServiceProvider();

        Assert.IsType<InMemoryWalletStore>(memory.GetRequiredService<IWalletStore>());
        Assert.Equal(Path.GetFullPath("test.db"), Assert.IsType<SqliteWalletStore>(file.GetRequiredService<IWalletStore>()).Path);
    }

    private static IServiceCollection Services(params Action<WalletKitBuilder>[] calls) =>
        calls.Aggregate((IServiceCollection)new ServiceCollection(), (services, call) => services.AddWalletKit(call));

    private static IHost Build(params Action<WalletKitBuilder>[] calls)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var call in calls)
        {
            builder.Services.AddWalletKit(call);
        }

        return builder.Build();
    }
}
