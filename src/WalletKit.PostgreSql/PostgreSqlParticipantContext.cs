using Npgsql;

namespace WalletKit;

/// <summary>The transaction in which an <see cref="IPostgreSqlParticipant"/> writes, and the results of its batch.</summary>
public sealed class PostgreSqlParticipantContext
{
    private readonly NpgsqlTransaction _transaction;
    private volatile bool _isOver;

    internal PostgreSqlParticipantContext(NpgsqlTransaction transaction, IReadOnlyList<CommandResult> results) => (_transaction, Results) = (transaction, results);

    /// <summary>Gets the transaction that commits the batch. Its isolation level is READ COMMITTED.</summary>
    /// <exception cref="InvalidOperationException">The participant has ended.</exception>
    public NpgsqlTransaction Transaction => !_isOver ? _transaction : throw new InvalidOperationException("The participant has ended, and its transaction is the store's again.");

    /// <summary>Gets the connection of the transaction.</summary>
    /// <exception cref="InvalidOperationException">The participant has ended.</exception>
    public NpgsqlConnection Connection => Transaction.Connection!;

    /// <summary>Gets the results of the batch, one for each command, whose rows are written and not committed yet.</summary>
    public IReadOnlyList<CommandResult> Results { get; }

    internal void End() => _isOver = true;
}
