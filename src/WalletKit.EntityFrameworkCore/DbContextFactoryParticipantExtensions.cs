using Microsoft.EntityFrameworkCore;

namespace WalletKit;

/// <summary>Makes participants from the factory of contexts that a host has registered.</summary>
public static class DbContextFactoryParticipantExtensions
{
    /// <summary>Makes a participant that changes entities in a commit of the wallets.</summary>
    /// <typeparam name="TContext">The context of the host.</typeparam>
    /// <param name="factory">The factory that <c>AddDbContextFactory</c> registers. A factory with a pool is refused when the participant runs.</param>
    /// <param name="write">Changes entities, and reads them. It gets the results of the batch. Changes that it leaves unsaved are saved after it.</param>
    public static DbContextParticipant<TContext> CreateParticipant<TContext>(this IDbContextFactory<TContext> factory, Action<TContext, IReadOnlyList<CommandResult>> write)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new DbContextParticipant<TContext>(factory.CreateDbContext, write);
    }

    /// <summary>Makes a participant that changes entities asynchronously in a commit of the wallets, on PostgreSQL.</summary>
    /// <typeparam name="TContext">The context of the host.</typeparam>
    /// <param name="factory">The factory that <c>AddDbContextFactory</c> registers. A factory with a pool is refused when the participant runs.</param>
    /// <param name="write">Changes entities, and reads them. It gets the results of the batch. Changes that it leaves unsaved are saved after it.</param>
    public static AsyncDbContextParticipant<TContext> CreateParticipant<TContext>(
        this IDbContextFactory<TContext> factory, Func<TContext, IReadOnlyList<CommandResult>, CancellationToken, Task> write)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new AsyncDbContextParticipant<TContext>(factory.CreateDbContext, write);
    }
}
