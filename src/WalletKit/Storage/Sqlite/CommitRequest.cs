using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>A batch to be committed.</summary>
internal sealed class CommitRequest(CommandBatch batch) : WriteRequest<WriteSession, BatchResult>
{
    public override int Weight => batch.Weight;

    protected override BatchResult Work(WriteSession session, DateTimeOffset now) => BatchExecution.Execute(batch, session.Staged, now);
}
