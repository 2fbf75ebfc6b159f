using WalletKit.Commands;

namespace WalletKit.Storage.Sqlite;

/// <summary>A batch to be committed.</summary>
internal sealed class CommitRequest(CommandBatch batch) : WriteRequest<BatchResult>
{
    public override int Weight => batch.Count;

    protected override BatchResult Work(WriteSession session, DateTimeOffset now) => BatchExecution.Execute(batch, session.Staged, now);
}
