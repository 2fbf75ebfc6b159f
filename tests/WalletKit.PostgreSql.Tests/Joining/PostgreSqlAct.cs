using Npgsql;

namespace WalletKit.PostgreSql.Tests.Joining;

/// <summary>A participant that does what a test says, and counts its runs.</summary>
internal sealed class PostgreSqlAct(Func<PostgreSqlParticipantContext, CancellationToken, Task> act) : IPostgreSqlParticipant
{
    private int _runs;

    public string Name => "orders";

    public int Runs => _runs;

    /// <summary>A participant that runs one statement.</summary>
    public static PostgreSqlAct Of(string sql) => new((context, token) => RunAsync(context, sql, token));

    public static async Task RunAsync(PostgreSqlParticipantContext context, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, context.Connection, context.Transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask WriteAsync(PostgreSqlParticipantContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        await act(context, cancellationToken);
    }
}
