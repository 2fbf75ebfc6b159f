using Npgsql;
using NpgsqlTypes;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;

namespace WalletKit.PostgreSql;

/// <summary>
/// The clock of the commits. It is the server's clock, which all hosts share, so that a host with a wrong clock does no harm. A host that has chosen a provider of its own,
/// as tests do, keeps it.
/// </summary>
internal sealed class PostgreSqlClock(TimeProvider timeProvider, ClockGuard guard)
{
#pragma warning disable RS0030 // The clock is not read; it is compared with the clock that the host chose.
    /// <summary>Whether the server's clock counts.</summary>
    public bool IsOfServer { get; } = ReferenceEquals(timeProvider, TimeProvider.System);
#pragma warning restore RS0030

    /// <summary>Watches whichever clock counts.</summary>
    public ClockGuard Guard => guard;

    /// <summary>The time of the host's own clock.</summary>
    public DateTimeOffset HostNow => timeProvider.GetUtcNow();

    /// <summary>The time of a statement, as SQL for a parameter made by <see cref="ParameterNow()"/>.</summary>
    /// <param name="parameter">The parameter, as in <c>$1</c>.</param>
    public static string Sql(string parameter) => $"coalesce({parameter}, statement_timestamp())";

    /// <summary>The time of a statement: the provider's, or null for the server's.</summary>
    public NpgsqlParameter ParameterNow() => ParameterNow(HostNow);

    /// <summary>The same for a reading of the provider.</summary>
    public NpgsqlParameter ParameterNow(DateTimeOffset hostNow) => IsOfServer
        ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz }
        : Parameter.Of(hostNow);

    /// <summary>Checks the clock for what is written by one statement. The server's is asked only where it was seen to jump.</summary>
    /// <exception cref="WalletStoreException">The clock has jumped ahead.</exception>
    public async ValueTask CheckAsync(PostgreSqlReader reader, CancellationToken cancellationToken)
    {
        if (!IsOfServer)
        {
            guard.GetUtcNow();
        }
        else if (guard.Jump is not null)
        {
            var elapsed = guard.GetElapsedTicks();
            guard.Check(await ReadAsync(reader, cancellationToken).ConfigureAwait(false), elapsed);
        }
    }

    /// <summary>Reads the server's clock.</summary>
    public static ValueTask<DateTimeOffset> ReadAsync(PostgreSqlReader reader, CancellationToken cancellationToken) =>
        reader.FindAsync("SELECT clock_timestamp()", PostgreSqlRows.ReadTime, cancellationToken);

    /// <summary>The time of a commit.</summary>
    /// <param name="server">The reading of the server's clock when the locks were held.</param>
    /// <param name="elapsed">The guard's elapsed ticks before the server was asked.</param>
    /// <exception cref="WalletStoreException">The clock has jumped ahead.</exception>
    public DateTimeOffset Commit(DateTimeOffset server, long elapsed) => IsOfServer ? guard.Check(server, elapsed) : guard.GetUtcNow();
}
