using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>A batch to be committed.</summary>
internal sealed class CommitRequest(CommandBatch batch) : WriteRequest<WriteSession, BatchResult>
{
    public override int Weight => batch.Weight;

    public override bool IsJoined => batch.Participant is not null;

    protected override BatchResult Work(WriteSession session, DateTimeOffset now) =>
        batch.Participant is ISqliteParticipant participant ? session.ExecuteJoined(batch, participant, now) : BatchExecution.Execute(batch, session.Staged, now);
}
