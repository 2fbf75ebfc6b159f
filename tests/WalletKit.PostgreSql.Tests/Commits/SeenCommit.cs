namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>A transaction's last request, which the client has sent and the server has not had yet: what it writes, and COMMIT.</summary>
internal sealed class SeenCommit(ProxiedConnection connection, ReadOnlyMemory<byte> writes, ReadOnlyMemory<byte> commit)
{
    public Task PassWritesOnAsync() => connection.SendToServerAsync(writes);

    /// <summary>Passes COMMIT on, and keeps the answer from the client.</summary>
    /// <returns>The code where the server refused, with the constraint; "done" where it did not; "gone" where it had ended the session.</returns>
    public async Task<string> PassCommitOnAsync()
    {
        try
        {
            await connection.SendToServerAsync(commit);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has hung up; it has said so.
        }

        return await connection.HearAnswerAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Passes all of it on, and keeps the answer from the client.</summary>
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
