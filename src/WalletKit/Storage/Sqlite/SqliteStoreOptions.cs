namespace WalletKit.Storage.Sqlite;

/// <summary>How a <see cref="SqliteWalletStore"/> keeps its file.</summary>
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
    /// A connection string of Microsoft.Data.Sqlite, which names a file by <c>Data Source</c>. Each keyword is heeded or refused by name.
    /// A path has at most 32,767 characters, and no control, format or line-separator characters other than the joiners U+200C and U+200D.
    /// </summary>
    /// <remarks>
    /// Heeded are <c>Data Source</c> with <c>|DataDirectory|</c>, <c>Mode=ReadWriteCreate</c>, the default, <c>Mode=ReadWrite</c>, by which neither
    /// a file nor the tables in an empty one are made, and <c>Default Timeout</c>, 1 to 3,600 seconds, which says the same as <see cref="BusyTimeout"/>.
    /// <c>Cache=Private</c>, <c>Foreign Keys=True</c>, <c>Recursive Triggers=False</c> and <c>Pooling=False</c> say what the store does anyway.
    /// Refused are other values of these, and <c>Password</c> and <c>Vfs</c>.
    /// </remarks>
    public string ConnectionString
    {
        get;
        set => (field, IsFileChosen) = (value, true);
    } = DefaultConnectionString;

    /// <summary>
    /// The mode of a file that the store makes, whatever the umask of the process. SQLite gives the log and its index the mode of the file.
    /// Default: the owner reads and writes. A host whose user id changes lets a group do so as well. Unix only.
    /// </summary>
    /// <remarks>The owner must be able to read and write, and nobody to execute. A file that stands keeps its mode.</remarks>
    public UnixFileMode UnixCreateMode { get; set; } = DefaultUnixCreateMode;

    /// <summary>
    /// Whether opening the store makes and migrates the tables. Where it does not, they must be there as this release has them: a missing, an
    /// empty and an older file are then refused untouched. Default: true.
    /// </summary>
    public bool MigrateOnOpen { get; set; } = true;

    /// <summary>
    /// Is told how far the migration of an older file is: as each step begins, every five seconds within it, and at the end; null for nobody.
    /// It is called on the store's own thread, which waits for it. An exception that it throws ends the migration, and the file is as it was.
    /// </summary>
    public IProgress<MigrationProgress>? MigrationProgress { get; set; }

    /// <summary>What a commit waits for before it is acknowledged. Default: <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>
    /// How long to wait for another process that holds the file, from zero to one hour, before
    /// <see cref="StoreFailure.Busy"/>. Default: 5 seconds. It is not set together with <c>Default Timeout</c>.
    /// </summary>
    public TimeSpan BusyTimeout
    {
        get => _busyTimeout ?? s_defaultBusyTimeout;
        set => _busyTimeout = value;
    }

    /// <summary>How many batches may wait for the writer, 1 to 1,000,000; past that, callers wait asynchronously. Default: 4,096.</summary>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>How many waiting commands go into one commit, 1 to 100,000; a batch is never divided, so the last one may pass it. Default: 512.</summary>
    public int MaxCommandsPerCommit { get; set; } = 512;

    /// <summary>How many reads run at once at most, 1 to 1,000, each on a connection of its own. Default: 8.</summary>
    public int MaxReaders { get; set; } = 8;

    internal bool IsBusyTimeoutSet => _busyTimeout is not null;
}
