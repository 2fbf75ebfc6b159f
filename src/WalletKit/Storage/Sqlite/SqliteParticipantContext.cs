using Microsoft.Data.Sqlite;

namespace WalletKit;

/// <summary>The transaction in which an <see cref="ISqliteParticipant"/> writes, and the results of its batch.</summary>
public sealed class SqliteParticipantContext
{
    private readonly SqliteTransaction _transaction;
    private volatile bool _isOver;

    internal SqliteParticipantContext(SqliteTransaction transaction, IReadOnlyList<CommandResult> results, CancellationToken cancellationToken) =>
        (_transaction, Results, CancellationToken) = (transaction, results, cancellationToken);

    /// <summary>Gets the transaction that commits the batch.</summary>
    /// <exception cref="InvalidOperationException">The participant has ended.</exception>
    public SqliteTransaction Transaction => !_isOver ? _transaction : throw new InvalidOperationException("The participant has ended, and its transaction is the store's again.");

    /// <summary>Gets the connection of the transaction.</summary>
    /// <exception cref="InvalidOperationException">The participant has ended.</exception>
    public SqliteConnection Connection => Transaction.Connection!;

    /// <summary>Gets the results of the batch, one for each command, whose rows are written and not committed yet.</summary>
    public IReadOnlyList<CommandResult> Results { get; }

    /// <summary>Gets a token that is canceled when the participant has used up its time.</summary>
    public CancellationToken CancellationToken { get; }

    internal void End() => _isOver = true;
}
