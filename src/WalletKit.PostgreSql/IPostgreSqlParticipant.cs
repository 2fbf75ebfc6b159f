using WalletKit.Stores;

namespace WalletKit;

/// <summary>Host code that runs inside a commit of a <see cref="PostgreSqlWalletStore"/>.</summary>
public interface IPostgreSqlParticipant : ICommitParticipant
{
    /// <summary>Writes the rows of the host, which are then committed together with the change of the wallets.</summary>
    /// <remarks>
    /// The wallets of the batch are locked while it runs, and their other commands wait. It neither commits nor rolls back the transaction, and it changes settings by SET LOCAL
    /// only. After <see cref="PostgreSqlStoreOptions.ParticipantTimeout"/> its statement and its token are canceled, and its batch fails with <see cref="TimeoutException"/>. After a deadlock, a
    /// serialization failure or a lost connection it runs again in a new transaction.
    /// </remarks>
    /// <param name="context">The transaction and the results of the batch. It is a new one for each run, and it ends with the run.</param>
    /// <param name="cancellationToken">Canceled when the time of the participant is used up.</param>
    ValueTask WriteAsync(PostgreSqlParticipantContext context, CancellationToken cancellationToken);
}
