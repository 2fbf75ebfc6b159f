using Microsoft.Data.Sqlite;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>A file that belongs to a host, which keeps its orders there, and has marks of its own.</summary>
internal sealed class HostFile : IDisposable
{
    public const long ApplicationId = 42;
    public const long UserVersion = 7;

    private const string Tables = """
        CREATE TABLE orders (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
        CREATE INDEX orders_by_text ON orders (text);
        """;

    private readonly TestDirectory _directory = new();

    public string Path => _directory.Database;

    public string Log => Path + "-wal";

    /// <summary>Makes the tables of the host.</summary>
    public HostFile Make(string mode = "WAL", string more = "")
    {
        using var connection = Raw.Open(Path);
        connection.Execute($"{more}; PRAGMA journal_mode = {mode}; {Tables}; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {UserVersion}; INSERT INTO orders (text) VALUES ('first')");
        return this;
    }

    public string In(string name) => _directory.In(name);

    /// <summary>All files, with their content.</summary>
    public Dictionary<string, byte[]> Contents() => _directory.Contents();

    /// <summary>Opens a connection of the host's.</summary>
    public SqliteConnection Connect() => Raw.Open(Path);

    /// <summary>Opens the wallets in the file.</summary>
    public WalletHost Wallets(Action<SqliteStoreOptions>? configure = null) => Wallets(Path, configure);

    /// <summary>Opens the wallets in a file that is shared.</summary>
    public static WalletHost Wallets(string path, Action<SqliteStoreOptions>? configure = null) => new(path, options =>
    {
        options.Shared = true;
        configure?.Invoke(options);
    });

    /// <summary>Lets the host commit a row, as between two commits of the wallets.</summary>
    public static void Order(SqliteConnection connection) => connection.Execute("INSERT INTO orders (text) VALUES (hex(randomblob(16)))");

    public void Dispose() => _directory.Dispose();
}
