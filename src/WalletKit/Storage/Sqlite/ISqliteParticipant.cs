using WalletKit.Stores;

namespace WalletKit;

/// <summary>Host code that runs inside a commit of a <see cref="SqliteWalletStore"/>.</summary>
public interface ISqliteParticipant : ICommitParticipant
{
    /// <summary>Writes the rows of the host, which are then committed together with the change of the wallets.</summary>
    /// <remarks>
    /// It runs on the thread of the store's writer, and all other commands of the process wait for it. Its SQL may read every table, and write every table except those of WalletKit. It cannot end the
    /// transaction, attach files, or change the settings of the connection. After <see cref="SqliteStoreOptions.ParticipantTimeout"/> its SQL is interrupted, and its batch fails with
    /// <see cref="TimeoutException"/>. It ends all its readers and asynchronous work before it returns.
    /// </remarks>
    /// <param name="context">The transaction and the results of the batch. It is a new one for each run, and it ends with the run.</param>
    void Write(SqliteParticipantContext context);
}
