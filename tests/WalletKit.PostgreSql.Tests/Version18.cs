using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests;

/// <summary>A server of PostgreSQL 18, where the environment says where its programs are. The tests of the process share it.</summary>
internal static class Version18
{
    /// <summary>The environment variable that holds the directory of the programs of PostgreSQL 18.</summary>
    private const string Variable = "WALLETKIT_TEST_POSTGRES_18";

    private static readonly Lazy<TemporaryCluster> s_cluster = new(Start);

    /// <summary>The reason for which there is no such server; null where there is one.</summary>
    public static string? Missing => Directory is null ? $"There is no PostgreSQL 18 to test with: set {Variable} to the directory of its programs." : null;

    /// <summary>The connection string of the server, which is started if needed.</summary>
    public static string ConnectionString => s_cluster.Value.ConnectionString;

    private static string? Directory => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } directory ? directory : null;

    private static TemporaryCluster Start()
    {
        var cluster = TemporaryCluster.StartFrom(Directory!, "fsync=off", "full_page_writes=off", "autovacuum=off");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return cluster;
    }
}
