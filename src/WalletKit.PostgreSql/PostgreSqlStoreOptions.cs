using System.Globalization;
using Npgsql;

namespace WalletKit;

/// <summary>How a <see cref="PostgreSqlWalletStore"/> keeps its wallets.</summary>
public sealed partial class PostgreSqlStoreOptions
{
    /// <summary>The schema used where none is named.</summary>
    public const string DefaultSchema = "walletkit";

    /// <summary>Gets or sets a connection string of Npgsql. It or <see cref="DataSource"/> must be set.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets the host's own data source; null to make one from <see cref="ConnectionString"/>.</summary>
    /// <remarks>
    /// The store does not dispose of the host's data source. A source from <see cref="NpgsqlSlimDataSourceBuilder"/> needs
    /// <see cref="NpgsqlSlimDataSourceBuilder.EnableArrays"/> and <see cref="NpgsqlSlimDataSourceBuilder.EnableExtraConversions"/>.
    /// </remarks>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>Gets or sets a data source of a replica that answers reads of histories; null for none. Default: null.</summary>
    /// <remarks>
    /// Histories, the entries of statements, events, and trial balances at an earlier place come from the replica where it is as fresh as the server that takes writes,
    /// and otherwise from that server. Commands, conditions, balances and lists never come from the replica. The store does not dispose of the data source.
    /// </remarks>
    public NpgsqlDataSource? ReadDataSource { get; set; }

    /// <summary>Gets or sets the schema that holds the tables. Default: <see cref="DefaultSchema"/>.</summary>
    /// <remarks>
    /// A schema has 1 to 48 lower-case letters, digits and underscores. It does not begin with a digit or with <c>pg_</c>.
    /// Stores with different schemas know nothing of each other.
    /// </remarks>
    public string Schema
    {
        get;
        set => (field, _isSchemaChosen) = (value, true);
    } = DefaultSchema;

    /// <summary>Gets or sets whether opening the store makes and migrates the tables. Default: true.</summary>
    /// <remarks>
    /// If opening does not make the tables, they must already be there in the form of this release;
    /// <see cref="PostgreSqlWalletStore.CreateScript"/> returns the SQL that makes them.
    /// </remarks>
    public bool MigrateOnOpen { get; set; } = true;

    /// <summary>Gets or sets how many connections commit at once, 1 to 64. Default: 2.</summary>
    /// <remarks>A hash of its id assigns each wallet to a connection. More connections make smaller commits.</remarks>
    public int Writers { get; set; } = 2;

    /// <summary>Gets or sets how many batches may wait for each writer, 1 to 1,000,000. Default: 4,096.</summary>
    /// <remarks>When the queue is full, callers wait asynchronously.</remarks>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>Gets or sets how many waiting commands go into one commit, 1 to 100,000. Default: 512.</summary>
    /// <remarks>A batch is never divided, so the last batch of a commit may exceed the number.</remarks>
    public int MaxCommandsPerCommit { get; set; } = 512;

    /// <summary>Gets or sets for how long a failed call or opening is tried again, from zero to one hour. Default: 10 seconds.</summary>
    /// <remarks>
    /// A commit is tried again after a deadlock, a serialization failure, a lock that another host holds, or a lost connection.
    /// Opening is tried again while the server is away, is still starting or has no connection left. After this time it fails.
    /// Where the server does not answer at all, a read ends 5 seconds after this time, and a command after three times as long as a read.
    /// </remarks>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets when the server ends an idle transaction, 1 second to one hour. Default: 5 seconds.</summary>
    /// <remarks>A host that stops in the middle of a transaction can keep other hosts waiting for this long.</remarks>
    public TimeSpan IdleTransactionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a participant of a commit may take, 1 millisecond to one hour. Default: 5 seconds.</summary>
    /// <remarks>
    /// The wallets of its batch are locked, and their other commands wait. After this time its statement and its token are canceled, and its batch fails with
    /// <see cref="TimeoutException"/>.
    /// </remarks>
    public TimeSpan ParticipantTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many participants run at once, 1 to 1,000. Default: 16.</summary>
    /// <remarks>
    /// Each participant runs in a transaction of its own, on a connection beside those of the writers. The connections are opened when participants come, and kept. Fewer run where the pool of the
    /// connection string has no room for as many, and at least one for each writer.
    /// </remarks>
    public int MaxParticipants { get; set; } = 16;

    /// <summary>Gets or sets the silence after which the listener for rebates tests its connection, 1 second to one day.</summary>
    /// <remarks>
    /// Default: 1 minute. With this interval, the polls and <see cref="WalletKitOptions.ErasureSweepInterval"/> at a day, a host without traffic sends no query all day.
    /// Until it has asked, a host whose connection broke silently hears of no rebates; its poll finds them.
    /// </remarks>
    public TimeSpan ListenerProbeInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many commits have one stored sum. It belongs to the schema: every host of a database has the same number. Only tests set it.
    /// </summary>
    internal int CommitsPerTotal { get; set; } = 4_096;

    /// <summary>After how many commits of its own a store gives all commits their places, so that no trial balance has many to number. Only tests set it.</summary>
    internal int CommitsPerNumbering { get; set; } = 1_024;

    /// <summary>How long a statement waits for a lock, in milliseconds, in the form that the server's setting takes.</summary>
    internal string LockTimeout => Math.Max(1, (long)RetryTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>The time from the begin of a read, of a commit or of the look at a lost commit, to the end of the wait for its answer, whatever becomes of the network.</summary>
    internal TimeSpan AnswerTimeout => RetryTimeout + TimeSpan.FromSeconds(5);

    /// <summary>The same for the driver, which counts in seconds, so that an attempt ends for which nothing waits any more.</summary>
    internal int TimeoutSeconds => (int)Math.Ceiling(AnswerTimeout.TotalSeconds);

    /// <summary>Gets or sets the source of the random jitter between retries. It must be safe to call from several threads.</summary>
    public Random Random { get; set; } = Random.Shared;
}
