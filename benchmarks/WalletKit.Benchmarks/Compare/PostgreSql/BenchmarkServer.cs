using WalletKit.PostgreSql.Server;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>The PostgreSQL server of a run: it is started when the first contender needs it, and ends with the process.</summary>
internal static class BenchmarkServer
{
    private static readonly Lazy<TemporaryCluster> s_cluster = new(Start);

    public static TemporaryCluster Cluster => s_cluster.Value;

    // These are the defaults of the server, whose commits wait for the disk. They are written here so that a reader need not look them up.
    private static TemporaryCluster Start()
    {
        var cluster = TemporaryCluster.Start("fsync=on", "synchronous_commit=on", "full_page_writes=on");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return cluster;
    }
}
