using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace WalletKit.PostgreSql.Server;

/// <summary>A PgBouncer in a directory of its own, before a server that is reached through a socket; its disposal stops and removes it.</summary>
public sealed class TemporaryPooler : IDisposable
{
    private const int Port = 6432;
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(30);

    private readonly string _directory;

    private TemporaryPooler(string directory, string database)
    {
        _directory = directory;
        ConnectionString = new NpgsqlConnectionStringBuilder { Host = directory, Port = Port, Username = "anybody", Database = database, MaxPoolSize = 100 }.ConnectionString;
    }

    /// <summary>The reason for which no pooler can be started; null where it can.</summary>
    /// <exception cref="InvalidOperationException">There is none, and there must be one.</exception>
    public static string? Missing
    {
        get
        {
            if (Path.Exists(ServerDirectory) && Find() is not null)
            {
                return null;
            }

            const string reason = "There is no PgBouncer to test with: install it (on Debian, the package pgbouncer), and let the tests start a server of their own.";
            return Environment.GetEnvironmentVariable(TestServer.RequiredVariable) is { Length: > 0 } ? throw new InvalidOperationException(reason) : reason;
        }
    }

    /// <summary>The connection string that leads through the pooler.</summary>
    public string ConnectionString { get; }

    private static string? ServerDirectory => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString).Host is ['/', ..] directory ? directory : null;

    /// <summary>Starts a pooler before the server that the tests share.</summary>
    /// <param name="mode">The pool mode: <c>session</c>, <c>transaction</c> or <c>statement</c>.</param>
    /// <param name="size">The number of connections to the server.</param>
    public static TemporaryPooler Start(string mode, int size)
    {
        var server = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString);
        var directory = Directory.CreateTempSubdirectory("walletkit-pooler-").FullName;
        var settings = Path.Combine(directory, "pgbouncer.ini");
        File.WriteAllText(
            settings,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                {server.Database} = host={server.Host} user={server.Username}
                [pgbouncer]
                listen_port = {Port}
                unix_socket_dir = {directory}
                auth_type = any
                pool_mode = {mode}
                default_pool_size = {size}
                max_client_conn = 500
                pidfile = {Path.Combine(directory, "pid")}
                logfile = {Path.Combine(directory, "log")}

                """));
        Programs.HandOver(directory);
        Programs.Start(Find()!, ["--daemon", settings]);

        // The program lets its caller go on before it listens.
        var socket = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{Port}"));
        return SpinWait.SpinUntil(() => IsListening(socket), s_startTime)
            ? new TemporaryPooler(directory, server.Database!)
            : throw new InvalidOperationException($"PgBouncer does not listen after {s_startTime}:\n{File.ReadAllText(Path.Combine(directory, "log"))}");
    }

    public void Dispose()
    {
        // The file ends with a line break.
        using (var process = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_directory, "pid")), CultureInfo.InvariantCulture)))
        {
            process.Kill();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static bool IsListening(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append("/usr/sbin")
            .Select(static directory => Path.Combine(directory, "pgbouncer")).FirstOrDefault(File.Exists);
}
