using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using WalletKit.PostgreSql.Server;
using WalletKit.Rules;

namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>
/// Stands between a store and the server, and forwards their messages. It recognizes a commit, and does with the next one whatever the test has planned.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = [];
    private readonly Task _accepting;
    private Func<SeenCommit, Task>? _plan;
    private int _passOn;
    private volatile bool _isClosed;

    public Proxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The connection string of the server, through this proxy.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Sets the plan for the next commit, in place of forwarding it. The task ends when the plan is done.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="passOn">The number of commits that are forwarded before it.</param>
    public Task AtNextCommit(Func<SeenCommit, Task> plan, int passOn = 0)
    {
        _passOn = passOn;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _plan = async commit =>
        {
            try
            {
                await plan(commit);
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
            finally
            {
                commit.Cut();
            }
        };
        return done.Task;
    }

    /// <summary>Cuts all clients off, and lets no client through, until it is opened.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var connection in _connections.Keys)
        {
            connection.Cut();
        }
    }

    public void Open() => _isClosed = false;

    public async ValueTask DisposeAsync()
    {
        Close();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Values);
    }

    private static async Task<Socket> ConnectAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString);
        var isLocal = server.Host!.StartsWith('/');
        var socket = isLocal ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(isLocal ? new UnixDomainSocketEndPoint(Path.Combine(server.Host, $".s.PGSQL.{server.Port}")) : new DnsEndPoint(server.Host, server.Port));
        return socket;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (_isClosed)
            {
                client.Dispose();
                continue;
            }

            client.NoDelay = true;

            // A client that is cut off gets no orderly end of the connection.
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            var connection = new ProxiedConnection(client, await ConnectAsync(), TakePlan);
            _connections[connection] = connection.RunAsync();
        }
    }

    private Func<SeenCommit, Task>? TakePlan() => _plan is null || Interlocked.Decrement(ref _passOn) >= 0 ? null : Interlocked.Exchange(ref _plan, null);
}
