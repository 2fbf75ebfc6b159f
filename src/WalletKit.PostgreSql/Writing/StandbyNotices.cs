using Npgsql;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The notices of one connection that a commit was made without its standbys: a server that stops waiting for them commits all the same, and says so by the way.</summary>
internal sealed class StandbyNotices
{
    private bool _isUnconfirmed;

    public StandbyNotices(NpgsqlConnection connection) =>
        connection.Notice += (_, notice) => _isUnconfirmed |= notice.Notice.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.AdminShutdown;

    /// <summary>Forgets earlier notices, before a commit is sent.</summary>
    public void Clear() => _isUnconfirmed = false;

    /// <summary>Throws if the standbys have not confirmed the commit.</summary>
    /// <exception cref="IOException">They have not.</exception>
    public void ThrowIfUnconfirmed()
    {
        if (_isUnconfirmed)
        {
            throw new IOException("The server made the commit without waiting for its standbys to confirm it.");
        }
    }
}
