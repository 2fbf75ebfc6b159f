namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>The last request of a transaction, its writes and COMMIT, which the client has sent and the server has not received yet.</summary>
internal sealed class SeenCommit(ProxiedConnection connection, ReadOnlyMemory<byte> writes, ReadOnlyMemory<byte> commit)
{
    public Task PassWritesOnAsync() => connection.SendToServerAsync(writes);

    /// <summary>Forwards COMMIT, and keeps the answer from the client.</summary>
    /// <returns>The code and the constraint if the server refused; "done" if it did not; "gone" if it had ended the session.</returns>
    public async Task<string> PassCommitOnAsync()
    {
        try
        {
            await connection.SendToServerAsync(commit);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has ended the connection, with a message.
        }

        return await connection.HearAnswerAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Forwards the whole request, and keeps the answer from the client.</summary>
    public async Task<string> PassOnAsync()
    {
        try
        {
            await PassWritesOnAsync();
        }
        catch (System.Net.Sockets.SocketException)
        {
            return "gone";
        }

        return await PassCommitOnAsync();
    }

    public void CutClient() => connection.CutClient();

    public void Cut() => connection.Cut();
}
