using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>A batch to be committed.</summary>
internal sealed class CommitRequest(CommandBatch batch) : WriteRequest<StagedChanges, BatchResult>
{
    public CommandBatch Batch => batch;

    public override int Weight => batch.Weight;

    protected override BatchResult Work(StagedChanges session, DateTimeOffset now) => BatchExecution.Execute(batch, session, now);
}
