using Npgsql;

namespace WalletKit.PostgreSql.Server;

/// <summary>A server in a directory of its own, reached through a socket in it; its disposal removes it.</summary>
public sealed class TemporaryCluster : IDisposable
{
    private readonly Programs _programs;
    private readonly string _directory;
    private readonly string _options;

    private TemporaryCluster(Programs programs, string directory, string options)
    {
        _programs = programs;
        _directory = directory;
        _options = options;
    }

    /// <summary>Whether a server can be started here.</summary>
    public static bool IsPossible => Programs.Find() is not null;

    /// <summary>Whether a server can be started here, and a program of its installation exists.</summary>
    public static bool Has(string program) => Programs.Find() is { } programs && File.Exists(programs.PathOf(program));

    /// <summary>The connection string of the server's only database.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder { Host = _directory, Username = "walletkit", Database = "postgres", IncludeErrorDetail = true, MaxPoolSize = 100 }.ConnectionString;

    /// <summary>The path of the socket, for a proxy between the server and its clients.</summary>
    public string SocketPath => Path.Combine(_directory, ".s.PGSQL.5432");

    /// <summary>The path of a program of the installation, such as <c>pgbench</c>.</summary>
    public string PathOf(string program) => _programs.PathOf(program);

    /// <summary>The lines of the server's log.</summary>
    public IReadOnlyList<string> ReadLog()
    {
        using var stream = new FileStream(Path.Combine(_directory, "log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Makes and starts a server.</summary>
    /// <param name="settings">Settings of the server, such as <c>fsync=off</c>.</param>
    public static TemporaryCluster Start(params string[] settings) =>
        Start(Programs.Find() ?? throw new InvalidOperationException("No initdb and pg_ctl on this machine."), settings);

    /// <summary>Makes and starts a server by the programs in a directory.</summary>
    /// <param name="directory">The directory with <c>initdb</c> and <c>pg_ctl</c>.</param>
    /// <param name="settings">Settings of the server, such as <c>fsync=off</c>.</param>
    public static TemporaryCluster StartFrom(string directory, params string[] settings) => Start(Programs.In(directory), settings);

    private static TemporaryCluster Start(Programs programs, string[] settings)
    {
        var directory = NewDirectory();
        programs.Run("initdb", "--pgdata", Path.Combine(directory, "data"), "--username", "walletkit", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        return Start(programs, directory, settings);
    }

    /// <summary>Makes and starts a standby of this server, which follows it until it is promoted.</summary>
    /// <param name="settings">Settings of the standby.</param>
    public TemporaryCluster StartStandby(params string[] settings)
    {
        var directory = NewDirectory();
        _programs.Run("pg_basebackup", "--pgdata", Path.Combine(directory, "data"), "--host", _directory, "--username", "walletkit", "--write-recovery-conf", "--checkpoint", "fast", "--no-sync");
        return Start(_programs, directory, settings);
    }

    /// <summary>Makes a standby a server of its own, which takes writes.</summary>
    public void Promote() => _programs.Run("pg_ctl", "promote", "--wait", "--pgdata", Path.Combine(_directory, "data"));

    /// <summary>Gives a file to the user as which the servers run.</summary>
    public static void HandOver(string path) => Programs.HandOver(path);

    /// <summary>Starts the server again, after it was stopped.</summary>
    public void Start() => _programs.Run("pg_ctl", "start", "--wait", "--pgdata", Path.Combine(_directory, "data"), "--log", Path.Combine(_directory, "log"), "--options", _options);

    /// <summary>Stops the server like a power loss.</summary>
    public void Crash() => _programs.Run("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", Path.Combine(_directory, "data"));

    /// <summary>Stops the server like a power loss, and starts it again.</summary>
    public void Restart() =>
        _programs.Run("pg_ctl", "restart", "--wait", "--mode", "immediate", "--pgdata", Path.Combine(_directory, "data"), "--log", Path.Combine(_directory, "log"), "--options", _options);

    public void Dispose()
    {
        try
        {
            Crash();
        }
        catch (InvalidOperationException)
        {
            // The server was stopped already.
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static string NewDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("walletkit-pg-").FullName;
        Programs.HandOver(directory);
        return directory;
    }

    private static TemporaryCluster Start(Programs programs, string directory, string[] settings)
    {
        string[] all = ["listen_addresses=", $"unix_socket_directories={directory}", "max_connections=400", "shared_buffers=128MB", .. settings];
        var cluster = new TemporaryCluster(programs, directory, string.Join(' ', all.Select(setting => $"-c {setting}")));
        cluster.Start();
        return cluster;
    }
}
