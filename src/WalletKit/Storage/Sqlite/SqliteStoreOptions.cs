namespace WalletKit;

/// <summary>The settings of a <see cref="SqliteWalletStore"/> and its file.</summary>
public sealed partial class SqliteStoreOptions
{
    /// <summary>
    /// The file of a store that was given none: <c>wallets.db</c> in the working directory. In a host, <c>AddWalletKit()</c> puts it into the content root.
    /// </summary>
    public const string DefaultConnectionString = "Data Source=wallets.db";

    internal const UnixFileMode DefaultUnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_defaultBusyTimeout = TimeSpan.FromSeconds(5);

    private TimeSpan? _busyTimeout;

    /// <summary>
    /// Gets or sets a connection string of Microsoft.Data.Sqlite, which names a file by <c>Data Source</c>. Each keyword is heeded or refused by name.
    /// A path has at most 32,767 characters, and no control, format or line-separator characters other than the joiners U+200C and U+200D.
    /// </summary>
    /// <remarks>
    /// The store heeds <c>Data Source</c> with <c>|DataDirectory|</c>, <c>Mode=ReadWriteCreate</c>, <c>Mode=ReadWrite</c> and <c>Default Timeout</c>.
    /// <c>Mode=ReadWrite</c> says that the file must exist: no file is made, and no tables in an empty one. <c>Default Timeout</c> is the
    /// <see cref="BusyTimeout"/> in seconds, 1 to 3,600. <c>Cache=Private</c>, <c>Foreign Keys=True</c>, <c>Recursive Triggers=False</c> and
    /// <c>Pooling=False</c> say what the store does anyway. It refuses other values of these, and <c>Password</c> and <c>Vfs</c>.
    /// </remarks>
    public string ConnectionString
    {
        get;
        set => (field, IsFileChosen) = (value, true);
    } = DefaultConnectionString;

    /// <summary>
    /// Gets or sets the mode of a file that the store makes, whatever the umask of the process. SQLite gives the log and its index the same mode.
    /// Default: the owner reads and writes. A host whose user id changes lets a group read and write as well. Unix only.
    /// </summary>
    /// <remarks>The mode must let the owner read and write, and must let no user execute. A file that exists keeps its mode.</remarks>
    public UnixFileMode UnixCreateMode { get; set; } = DefaultUnixCreateMode;

    /// <summary>
    /// Gets or sets whether opening the store makes and migrates the tables. Where it does not, the file must have the tables of this release:
    /// a missing, an empty and an older file are refused untouched. Default: true.
    /// </summary>
    public bool MigrateOnOpen { get; set; } = true;

    /// <summary>
    /// Gets or sets what receives the progress of a migration; null for nothing. It is called as each step begins, every five seconds within a step,
    /// and before the commit, on the store's own thread, which waits for it. An exception that it throws ends the migration, and the file is as it was.
    /// </summary>
    public IProgress<MigrationProgress>? MigrationProgress { get; set; }

    /// <summary>
    /// Gets or sets whether the file belongs to the host and has tables of others beside the wallets. The tables of WalletKit begin with <c>walletkit_</c>.
    /// Default: false, and a file of another application is refused.
    /// </summary>
    /// <remarks>
    /// In a shared file WalletKit makes, migrates and audits its own tables alone. It sets nothing that stays in the file: the file must be in WAL mode
    /// (<c>PRAGMA journal_mode = WAL</c>), unless WalletKit makes it. Checkpoints that cut the log, <c>VACUUM</c> and the application id are the host's.
    /// </remarks>
    public bool Shared { get; set; }

    /// <summary>Gets or sets the sync level that a commit reaches before it is acknowledged. Default: <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>Gets or sets how long to wait for another connection that holds the file. Default: 5 seconds.</summary>
    /// <remarks>
    /// The range is zero to one hour. After this time the call fails with <see cref="StoreFailure.Busy"/>. It is not set together with
    /// <c>Default Timeout</c>.
    /// </remarks>
    public TimeSpan BusyTimeout
    {
        get => _busyTimeout ?? s_defaultBusyTimeout;
        set => _busyTimeout = value;
    }

    /// <summary>Gets or sets how long a participant of a commit may take, 1 millisecond to one hour. Default: 5 seconds.</summary>
    /// <remarks>
    /// All commands of the process wait for a participant, and other processes wait for the file. After this time SQL of the participant is interrupted, and its batch fails with
    /// <see cref="TimeoutException"/>. The store cannot stop host code that runs no SQL; the batch fails as soon as that code returns.
    /// </remarks>
    public TimeSpan ParticipantTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many batches may wait for the writer, 1 to 1,000,000. Default: 4,096.</summary>
    /// <remarks>When the queue is full, callers wait asynchronously.</remarks>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>Gets or sets how many waiting commands go into one commit, 1 to 100,000. Default: 512.</summary>
    /// <remarks>A batch is never divided, so the last batch of a commit may exceed the number.</remarks>
    public int MaxCommandsPerCommit { get; set; } = 512;

    /// <summary>Gets or sets how many reads run at once at most, 1 to 1,000. Default: 8.</summary>
    /// <remarks>Each read has a connection of its own.</remarks>
    public int MaxReaders { get; set; } = 8;

    /// <summary>
    /// How many entries of the journal have one stored sum. It belongs to the schema: every process that opens a file has the same number. Only tests set it.
    /// </summary>
    internal int EntriesPerTotal { get; set; } = 16_384;

    internal bool IsBusyTimeoutSet => _busyTimeout is not null;
}
