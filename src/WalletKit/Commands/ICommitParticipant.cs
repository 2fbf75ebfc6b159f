namespace WalletKit;

/// <summary>Host code that runs inside the commit of a batch.</summary>
/// <remarks>
/// Rows of the host and the change of the wallets are then one commit. A participant is an <see cref="ISqliteParticipant"/> or the participant of another store; a class may be both. It runs after the rows of its batch are written and before they are
/// committed. If it throws, its batch fails with that exception and nothing of the batch is kept; other batches of the same commit are not affected. It does not run
/// where the batch is refused, or where all results are replays, because the first commit wrote its rows. It may run again after a failure that passed, so it keeps
/// no state of an earlier run. It does not use the wallet service: such a call is refused with <see cref="NestedParticipantException"/>.
/// </remarks>
public interface ICommitParticipant
{
    /// <summary>Gets the name under which errors and the health of the host show the participant. Default: the name of its type.</summary>
    string Name => GetType().Name;
}
