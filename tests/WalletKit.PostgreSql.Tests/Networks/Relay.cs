using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Networks;

/// <summary>
/// Stands between a store and the server, and passes bytes on until it is told to swallow them. Then it still takes connections and bytes, like a network that has lost the
/// way to the server, and neither side learns of it.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int BufferSize = 16_384;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentBag<Task> _passing = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly string _server;
    private readonly Task _accepting;
    private volatile bool _isSwallowing;
    private volatile bool _swallowsAnswers;

    public Relay(string? connectionString = null)
    {
        _server = connectionString ?? TestServer.ConnectionString;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The connection string of the server, through this relay.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Swallows all that either side sends from here on.</summary>
    public void Swallow() => _isSwallowing = true;

    /// <summary>Swallows the answers alone: the server gets what it is sent.</summary>
    public void SwallowAnswers() => _swallowsAnswers = true;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _closing.CancelAsync();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await _accepting;
        await Task.WhenAll(_passing);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_closing.Token);
                client.NoDelay = true;
                _sockets.Add(client);
                if (_isSwallowing)
                {
                    _passing.Add(PassOnAsync(client, null, static () => true));
                    continue;
                }

                var server = await ConnectAsync();
                _sockets.Add(server);
                _passing.Add(PassOnAsync(client, server, () => _isSwallowing));
                _passing.Add(PassOnAsync(server, client, () => _isSwallowing || _swallowsAnswers));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(_server);
        var isLocal = server.Host!.StartsWith('/');
        var socket = isLocal ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(isLocal ? new UnixDomainSocketEndPoint(Path.Combine(server.Host, $".s.PGSQL.{server.Port}")) : new DnsEndPoint(server.Host, server.Port));
        return socket;
    }

    private async Task PassOnAsync(Socket from, Socket? to, Func<bool> isSwallowing)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer, _closing.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count && to is not null && !isSwallowing();)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _closing.Token);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side has gone.
        }

        if (!isSwallowing())
        {
            to?.Dispose();
        }
    }
}
