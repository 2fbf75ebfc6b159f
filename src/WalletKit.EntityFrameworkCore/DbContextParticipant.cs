using Microsoft.EntityFrameworkCore;
using WalletKit.EntityFrameworkCore.Joining;

namespace WalletKit;

/// <summary>Entity Framework code that runs inside a commit of the wallets, on SQLite and on PostgreSQL.</summary>
/// <remarks>
/// Each run has a context of its own, on the connection and in the transaction of the commit. After the delegate the changes are saved and the context is disposed of. A failure of either fails the batch with that
/// exception. The rules of <see cref="ISqliteParticipant"/> and <see cref="IPostgreSqlParticipant"/> hold for the delegate.
/// </remarks>
/// <typeparam name="TContext">The context of the host.</typeparam>
public sealed class DbContextParticipant<TContext> : ISqliteParticipant, IPostgreSqlParticipant
    where TContext : DbContext
{
    private readonly Func<TContext> _create;
    private readonly Action<TContext, IReadOnlyList<CommandResult>> _write;

    /// <summary>Makes a participant from a delegate that changes entities.</summary>
    /// <param name="create">Makes a new context, which is neither pooled nor used by other code. It gets the connection of the commit in place of its own.</param>
    /// <param name="write">Changes entities, and reads them. It gets the results of the batch. Changes that it leaves unsaved are saved after it.</param>
    public DbContextParticipant(Func<TContext> create, Action<TContext, IReadOnlyList<CommandResult>> write)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(write);
        (_create, _write) = (create, write);
    }

    /// <inheritdoc/>
    public string Name { get; init; } = typeof(TContext).Name;

    /// <inheritdoc/>
    public void Write(SqliteParticipantContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        JoinedRun.Run(_create, context, _write);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(PostgreSqlParticipantContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return JoinedRun.RunAsync(
            _create,
            context,
            (entities, results, _) =>
            {
                _write(entities, results);
                return Task.CompletedTask;
            },
            cancellationToken);
    }
}
