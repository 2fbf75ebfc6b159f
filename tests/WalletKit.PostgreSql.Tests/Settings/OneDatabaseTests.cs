using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Settings;

/// <summary>Calls that choose two databases, or two schemas of one, are refused; calls that agree, or add settings, are not.</summary>
public sealed class OneDatabaseTests
{
    private const string Server = "Host=db;Database=shop;Password=s3cr3t";

    public static TheoryData<Action<WalletKitBuilder>, Action<WalletKitBuilder>, string> Disagreeing => new()
    {
        { wallets => wallets.UsePostgreSql(Server), wallets => wallets.UsePostgreSql("Host=db;Database=other"), "ConnectionString was set twice: it names the database shop on db, then the database other on db." },
        { wallets => wallets.UsePostgreSql(Server), wallets => wallets.UsePostgreSql("Host=spare;Database=shop"), "the database shop on db, then the database shop on spare." },
        { wallets => wallets.UsePostgreSql(Server), wallets => wallets.UsePostgreSql((string)null!), "the database shop on db, then no database." },
        { wallets => wallets.UsePostgreSql(NpgsqlDataSource.Create(Server)), wallets => wallets.UsePostgreSql(Server), "the database shop on db, then the database shop on db." },
        { wallets => wallets.UsePostgreSql(Server), wallets => wallets.UsePostgreSql(NpgsqlDataSource.Create("Host=db;Database=other")), "then the database other on db." },
        { wallets => wallets.UsePostgreSql(options => (options.ConnectionString, options.Schema) = (Server, "a")), wallets => wallets.UsePostgreSql(options => options.Schema = "b"), "Schema was set twice: it names a, then b." },
    };

    public static TheoryData<Action<WalletKitBuilder>, Action<WalletKitBuilder>> Agreeing => new()
    {
        { wallets => wallets.UsePostgreSql(Server), wallets => wallets.UsePostgreSql(Server) },
        { wallets => wallets.UsePostgreSql(Server), wallets => wallets.UsePostgreSql("Server=db;password=s3cr3t;DB=shop") },
        { wallets => wallets.UsePostgreSql(Server), wallets => wallets.UsePostgreSql(options => options.Schema = "walletkit") },
        { wallets => wallets.UsePostgreSql(options => options.Schema = "walletkit"), wallets => wallets.UsePostgreSql(options => (options.ConnectionString, options.Schema) = (Server, "walletkit")) },
        { wallets => wallets.UsePostgreSql(Server), _ => { } },
    };

    [Theory]
    [MemberData(nameof(Disagreeing), DisableDiscoveryEnumeration = true)]
    public void Two_calls_that_name_two_places_are_refused_with_both_named_and_no_password(Action<WalletKitBuilder> first, Action<WalletKitBuilder> last, string message)
    {
        using var provider = new ServiceCollection().AddWalletKit(first).AddWalletKit(last).BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IWalletStore>);

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Agreeing), DisableDiscoveryEnumeration = true)]
    public void Two_calls_that_agree_or_add_are_taken(Action<WalletKitBuilder> first, Action<WalletKitBuilder> last)
    {
        using var provider = new ServiceCollection().AddWalletKit(first).AddWalletKit(last).BuildServiceProvider();

        Assert.IsType<PostgreSqlWalletStore>(provider.GetRequiredService<IWalletStore>());
        Assert.Equal("walletkit", provider.GetRequiredService<IOptions<PostgreSqlStoreOptions>>().Value.Schema);
    }

    [Fact]
    public void PostgreSQL_beside_a_file_is_refused_where_it_is_chosen()
    {
        var refusal = Assert.Throws<InvalidOperationException>(
            () => new ServiceCollection().AddWalletKit(wallets => wallets.UseSqlite("Data Source=a.db")).AddWalletKit(wallets => wallets.UsePostgreSql(Server)));

        Assert.Contains("SqliteWalletStore, then PostgreSqlWalletStore", refusal.Message, StringComparison.Ordinal);
    }
}
