using System.Net.Sockets;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>One connection of a client, and the connection to the server that belongs to it.</summary>
internal sealed class ProxiedConnection(Socket client, Socket server, Func<Func<SeenCommit, Task>?> takePlan)
{
    private readonly MessageReader _fromClient = new(client);
    private readonly MessageReader _fromServer = new(server);
    private readonly Dictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isSilent;

    /// <summary>Forwards messages until either side has gone.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(PassOnAsync(PassRequestsOnAsync), PassOnAsync(PassAnswersOnAsync));
        server.Dispose();
    }

    public Task SendToServerAsync(ReadOnlyMemory<byte> bytes) => SendAsync(server, bytes);

    /// <summary>
    /// Waits for the answer to the next message, and keeps it from the client. The result is the code and the constraint if the server refuses, "done" if it does
    /// not, and "gone" if it has ended the session.
    /// </summary>
    public Task<string> HearAnswerAsync() => _answer.Task;

    /// <summary>From here on the client receives no more messages.</summary>
    public void Silence() => _isSilent = true;

    /// <summary>Cuts the client off, like a network failure; the server does not learn of it.</summary>
    public void CutClient()
    {
        _isSilent = true;
        client.Dispose();
    }

    public void Cut()
    {
        CutClient();
        server.Dispose();
    }

    private static async Task PassOnAsync(Func<Task> passOn)
    {
        try
        {
            await passOn();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or EndOfStreamException or OperationCanceledException)
        {
            // The client or the server has gone.
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    private async Task PassRequestsOnAsync()
    {
        await SendAsync(server, (await _fromClient.ReadStartAsync()).Bytes);
        List<Message> request = [];
        while (true)
        {
            var message = await _fromClient.ReadAsync();
            request.Add(message);
            Note(message);
            if (!message.EndsRequest)
            {
                continue;
            }

            var commit = request.FindIndex(IsCommit);
            if (commit >= 0 && takePlan() is { } plan)
            {
                Silence();
                await plan(new SeenCommit(this, Bytes(request[..commit]), Bytes(request[commit..])));
                return;
            }

            await SendAsync(server, Bytes(request));
            request.Clear();
        }
    }

    private async Task PassAnswersOnAsync()
    {
        string? refusal = null;
        try
        {
            while (true)
            {
                var message = await _fromServer.ReadAsync();
                if (!_isSilent)
                {
                    await SendAsync(client, message.Bytes);
                    continue;
                }

                refusal ??= message.Refusal;
                if (message.IsReady)
                {
                    _answer.TrySetResult(refusal ?? "done");
                }
            }
        }
        finally
        {
            _answer.TrySetResult("gone");
            client.Dispose();
        }
    }

    private void Note(Message message)
    {
        if (message.Parsed is { } parsed)
        {
            _statements[parsed.Name] = parsed.Sql;
        }
    }

    private bool IsCommit(Message message) => message.BoundStatement is { } name && _statements.GetValueOrDefault(name) == "COMMIT";

    private static ReadOnlyMemory<byte> Bytes(List<Message> messages) => messages.SelectMany(message => message.Bytes.ToArray()).ToArray();
}
