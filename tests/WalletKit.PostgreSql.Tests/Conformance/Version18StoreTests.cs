using WalletKit.PostgreSql.Server;
using WalletKit.Testing;

namespace WalletKit.PostgreSql.Tests.Conformance;

/// <summary>The whole suite for stores on PostgreSQL 18, where the environment says where its programs are.</summary>
public sealed class Version18StoreTests : WalletStoreTests
{
    /// <summary>The environment variable that holds the directory of the programs of PostgreSQL 18.</summary>
    private const string Variable = "WALLETKIT_TEST_POSTGRES_18";

    private static readonly Lazy<SchemaPool> s_pool = new(CreatePool);

    private static string? Directory => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } directory ? directory : null;

    [Fact]
    public async Task The_server_is_of_version_18()
    {
        Assert.SkipWhen(Directory is null, Missing);

        await using var command = s_pool.Value.DataSource.CreateCommand("SELECT current_setting('server_version_num')::integer / 10000");
        Assert.Equal(18, await command.ExecuteScalarAsync(Token));
    }

    protected override WalletStoreSubject CreateSubject() => new PooledSubject(Directory is null ? Missing : null, s_pool);

    private static string Missing => $"There is no PostgreSQL 18 to test with: set {Variable} to the directory of its programs.";

    private static SchemaPool CreatePool()
    {
        var cluster = TemporaryCluster.StartFrom(Directory!, "fsync=off", "full_page_writes=off", "autovacuum=off");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return new SchemaPool(cluster.ConnectionString, cluster.ConnectionString, static schema => PostgreSqlWalletStore.CreateScript(schema));
    }
}
