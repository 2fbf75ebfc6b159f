using Microsoft.EntityFrameworkCore;
using WalletKit.EntityFrameworkCore.Joining;

namespace WalletKit;

/// <summary>Asynchronous Entity Framework code that runs inside a commit of the wallets, on PostgreSQL.</summary>
/// <remarks>
/// Each run has a context of its own, as with <see cref="DbContextParticipant{TContext}"/>. The store for SQLite commits on a thread that never waits for tasks, and refuses this participant by name.
/// </remarks>
/// <typeparam name="TContext">The context of the host.</typeparam>
public sealed class AsyncDbContextParticipant<TContext> : IPostgreSqlParticipant
    where TContext : DbContext
{
    private readonly Func<TContext> _create;
    private readonly Func<TContext, IReadOnlyList<CommandResult>, CancellationToken, Task> _write;

    /// <summary>Makes a participant from an asynchronous delegate that changes entities.</summary>
    /// <param name="create">Makes a new context, which is neither pooled nor used by other code. It gets the connection of the commit in place of its own.</param>
    /// <param name="write">Changes entities, and reads them. It gets the results of the batch. Changes that it leaves unsaved are saved after it.</param>
    public AsyncDbContextParticipant(Func<TContext> create, Func<TContext, IReadOnlyList<CommandResult>, CancellationToken, Task> write)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(write);
        (_create, _write) = (create, write);
    }

    /// <inheritdoc/>
    public string Name { get; init; } = typeof(TContext).Name;

    /// <inheritdoc/>
    public ValueTask WriteAsync(PostgreSqlParticipantContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return JoinedRun.RunAsync(_create, context, _write, cancellationToken);
    }
}
