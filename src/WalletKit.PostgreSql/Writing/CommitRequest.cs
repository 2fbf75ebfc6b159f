using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>A batch to be committed.</summary>
internal sealed class CommitRequest(CommandBatch batch) : WriteRequest<StagedChanges, BatchResult>, IWalletRequest
{
    // The other wallet of a reversed transfer, and a wallet that stands under the name to open: few batches have any.
    private HashSet<WalletId>? _found;

    public CommandBatch Batch => batch;

    /// <summary>The host code that takes part in the commit; null for none.</summary>
    public IPostgreSqlParticipant? Participant => (IPostgreSqlParticipant?)batch.Participant;

    /// <summary>The newest answer of the rules.</summary>
    public BatchResult? Result { get; private set; }

    public override bool IsJoined => batch.Participant is not null;

    public override int Weight => batch.Weight;

    public IEnumerable<WalletId> Wallets
    {
        get
        {
            foreach (var command in batch)
            {
                yield return command.WalletId;
                if (command.Other is { } other)
                {
                    yield return other;
                }
            }

            foreach (var (walletId, _) in batch.ExpectedVersions)
            {
                yield return walletId;
            }

            foreach (var walletId in _found ?? [])
            {
                yield return walletId;
            }
        }
    }

    /// <summary>Adds a wallet that no command names, and that the batch is about all the same.</summary>
    public void Find(WalletId walletId) => (_found ??= []).Add(walletId);

    protected override BatchResult Work(StagedChanges session, DateTimeOffset now) => Result = BatchExecution.Execute(batch, session, now);
}
