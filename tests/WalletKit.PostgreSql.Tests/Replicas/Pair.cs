using Npgsql;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Replicas;

/// <summary>A server and its standby.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private Pair(TemporaryCluster primary, TemporaryCluster standby)
    {
        (Primary, Standby) = (primary, standby);
        (OnPrimary, OnStandby) = (new Sql("public", primary.ConnectionString), new Sql("public", standby.ConnectionString));
    }

    public TemporaryCluster Primary { get; }

    public TemporaryCluster Standby { get; }

    public Sql OnPrimary { get; }

    public Sql OnStandby { get; }

    /// <summary>The connection string of both, for a host that survives a failover.</summary>
    public string ConnectionString
    {
        get
        {
            var (first, second) = (new NpgsqlConnectionStringBuilder(Primary.ConnectionString), new NpgsqlConnectionStringBuilder(Standby.ConnectionString));
            first.Host = $"{first.Host},{second.Host}";
            return first.ConnectionString;
        }
    }

    public static Pair Start(params string[] settings)
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible && TemporaryCluster.Has("pg_basebackup"), TestServer.Missing ?? "There is no PostgreSQL here that could have a standby.");
        var primary = TemporaryCluster.Start("fsync=off");
        return new Pair(primary, primary.StartStandby(["fsync=off", .. settings]));
    }

    /// <summary>Waits until the standby has all that the other server has.</summary>
    public async Task CatchUpAsync()
    {
        var written = await OnPrimary.ValueAsync<string>("SELECT pg_current_wal_flush_lsn()::text");
        await Until.TrueAsync(() => OnStandby.ValueAsync<bool>($"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"), "the standby has caught up");
    }

    public async ValueTask DisposeAsync()
    {
        await OnPrimary.DisposeAsync();
        await OnStandby.DisposeAsync();
        Standby.Dispose();
        Primary.Dispose();
    }
}
