using System.Globalization;
using Npgsql;

namespace WalletKit;

/// <summary>How a <see cref="PostgreSqlWalletStore"/> keeps its wallets.</summary>
public sealed partial class PostgreSqlStoreOptions
{
    /// <summary>The schema used where none is named.</summary>
    public const string DefaultSchema = "walletkit";

    /// <summary>A connection string of Npgsql. It or <see cref="DataSource"/> must be set.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A data source of the host's own, which stays the host's to dispose of; null to make one from <see cref="ConnectionString"/>.</summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>
    /// The schema that the tables are in: 1 to 48 lower-case letters, digits and underscores, the first no digit, not beginning with <c>pg_</c>.
    /// Default: <see cref="DefaultSchema"/>. Stores with different schemas know nothing of each other.
    /// </summary>
    public string Schema
    {
        get;
        set => (field, _isSchemaChosen) = (value, true);
    } = DefaultSchema;

    /// <summary>
    /// Whether opening the store makes and migrates the tables. Where it does not, they must be there as this release has them;
    /// <see cref="PostgreSqlWalletStore.CreateScript"/> says how to make them. Default: true.
    /// </summary>
    public bool MigrateOnOpen { get; set; } = true;

    /// <summary>How many connections commit at once, 1 to 64; wallets are divided among them by a hash of their ids. More make smaller commits. Default: 2.</summary>
    public int Writers { get; set; } = 2;

    /// <summary>How many batches may wait for each writer, 1 to 1,000,000; past that, callers wait asynchronously. Default: 4,096.</summary>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>How many waiting commands go into one commit, 1 to 100,000; a batch is never divided, so the last one may pass it. Default: 512.</summary>
    public int MaxCommandsPerCommit { get; set; } = 512;

    /// <summary>
    /// How long a commit is tried again, from zero to one hour: after deadlocks, serialization failures, a lock that another host holds, or a
    /// connection that was lost. Then it fails. Default: 10 seconds.
    /// </summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long the server ends a transaction of a host that has stopped in the middle of it, 1 second to one hour: as long
    /// it can keep other hosts waiting. Default: 5 seconds.
    /// </summary>
    public TimeSpan IdleTransactionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a statement waits for a lock, in milliseconds, as the server's setting takes it.</summary>
    internal string LockTimeout => Math.Max(1, (long)RetryTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>After how many seconds a server does not answer any more: what it does for one commit has its own limits, the wait for locks and the size of a commit.</summary>
    internal int TimeoutSeconds => (int)(RetryTimeout + TimeSpan.FromSeconds(30)).TotalSeconds;

    /// <summary>Where the jitter of retries takes its random bits from; must be safe to call from several threads.</summary>
    public Random Random { get; set; } = Random.Shared;
}
