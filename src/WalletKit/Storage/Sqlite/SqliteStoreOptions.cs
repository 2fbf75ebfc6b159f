namespace WalletKit.Storage.Sqlite;

/// <summary>How a <see cref="SqliteWalletStore"/> keeps its file.</summary>
public sealed partial class SqliteStoreOptions
{
    /// <summary>
    /// The file of a store that was given none: <c>wallets.db</c> in the working directory. In a host, <c>AddWalletKit()</c> puts it into the content root.
    /// </summary>
    public const string DefaultConnectionString = "Data Source=wallets.db";

    /// <summary>
    /// A connection string of Microsoft.Data.Sqlite. It names a file by <c>Data Source</c>; databases in memory, shared caches
    /// and read-only modes are refused, and so is a path of more than 32,767 characters, or one with control, format or line-separator
    /// characters other than the joiners U+200C and U+200D. Its other settings are the store's own business and are not taken from it.
    /// </summary>
    public string ConnectionString
    {
        get;
        set => (field, IsFileChosen) = (value, true);
    } = DefaultConnectionString;

    /// <summary>What a commit waits for before it is acknowledged. Default: <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>
    /// How long to wait for another process that holds the file, from zero to one hour, before
    /// <see cref="StoreFailure.Busy"/>. Default: 5 seconds.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many batches may wait for the writer, 1 to 1,000,000; past that, callers wait asynchronously. Default: 4,096.</summary>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>How many waiting commands go into one commit, 1 to 100,000; a batch is never divided, so the last one may pass it. Default: 512.</summary>
    public int MaxCommandsPerCommit { get; set; } = 512;

    /// <summary>How many reads run at once at most, 1 to 1,000, each on a connection of its own. Default: 8.</summary>
    public int MaxReaders { get; set; } = 8;
}
