using Npgsql;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>A host's order, which is written in the commit of its payment.</summary>
internal sealed class PostgreSqlOrderParticipant(string schema) : IPostgreSqlParticipant
{
    private readonly string _insert = $"INSERT INTO {schema}.orders (wallet, version) VALUES ($1, $2)";

    public async ValueTask WriteAsync(PostgreSqlParticipantContext context, CancellationToken cancellationToken)
    {
        var transaction = context.Results[0].Transaction!;
        await using var insert = new NpgsqlCommand(_insert, context.Connection, context.Transaction)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = transaction.WalletId.Value }, new NpgsqlParameter<long> { TypedValue = transaction.Version } },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }
}
