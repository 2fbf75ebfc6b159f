using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace WalletKit.EntityFrameworkCore.Joining;

/// <summary>One run of host code with a context of its own in the transaction of a commit.</summary>
internal static class JoinedRun
{
    public static void Run<TContext>(Func<TContext> create, SqliteParticipantContext commit, Action<TContext, IReadOnlyList<CommandResult>> write)
        where TContext : DbContext
    {
        try
        {
            using var context = Open(create, commit.Transaction);
            new CommitStrategy(context).Run(() =>
            {
                write(context, commit.Results);
                ForLastSave(context).SaveChanges();
            });
        }
        catch (Exception exception) when (Causes.KnownToSqlite(exception) is { } cause && cause != exception)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    public static async ValueTask RunAsync<TContext>(
        Func<TContext> create, PostgreSqlParticipantContext commit, Func<TContext, IReadOnlyList<CommandResult>, CancellationToken, Task> write, CancellationToken cancellationToken)
        where TContext : DbContext
    {
        try
        {
            var context = Open(create, commit.Transaction);
            await using var _ = context.ConfigureAwait(false);
            await new CommitStrategy(context).RunAsync(
                async token =>
                {
                    await write(context, commit.Results, token).ConfigureAwait(false);
                    await ForLastSave(context).SaveChangesAsync(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Causes.KnownToPostgreSql(exception) is { } cause && cause != exception)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private static TContext Open<TContext>(Func<TContext> create, DbTransaction transaction)
        where TContext : DbContext
    {
        var context = create() ?? throw new InvalidOperationException($"The delegate that makes a {typeof(TContext).Name} made none.");
        try
        {
            // A pool would give the store's connection to the next user of the context.
            if (context.ContextId.Lease > 0)
            {
                throw new InvalidOperationException($"The {typeof(TContext).Name} comes from a pool, and a pooled context cannot take part in a commit of the wallets: make a new one from its options.");
            }

            var connection = transaction.Connection!;
            if (connection is SqliteConnection sqlite)
            {
                SqliteFunctions.Add(context, sqlite);
            }

            context.Database.SetDbConnection(connection, contextOwnsConnection: false);
            context.Database.UseTransaction(transaction);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    // A failure of the last save fails the batch, so nobody goes back to a savepoint.
    private static TContext ForLastSave<TContext>(TContext context)
        where TContext : DbContext
    {
        context.Database.AutoSavepointsEnabled = false;
        return context;
    }
}
