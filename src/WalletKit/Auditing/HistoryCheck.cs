using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks a wallet's history, its transactions and events in the order of their versions, against the wallet in one snapshot.</summary>
internal sealed class HistoryCheck(Wallet wallet, BookState state, HoldsCheck holds, BookFindings findings)
{
    private readonly Timeline _timeline = new(wallet, findings);
    private readonly ChainCheck _chain = new(wallet, findings);
    private readonly HashCheck _hashes = new(wallet, findings);
    private readonly StateCheck _states = new(wallet, findings);
    private long _count;

    // Where a record could not be read, its absence is not a second finding.
    private bool _isComplete = true;

    public void Check(BookEntry entry)
    {
        _count++;
        if (entry.Problem is not null || entry.Transaction is not { } transaction)
        {
            _isComplete = false;
            findings.AddAt(entry.Sequence, AuditFindingKind.RowUnreadable, $"The transaction cannot be read: {entry.Problem}");
            _chain.Skip(entry);
            _hashes.Skip(entry);
            holds.Check(entry);
            return;
        }

        _chain.Check(transaction);
        _hashes.Check(transaction);
        _timeline.Add(transaction.Version, transaction.CreatedAt, transaction.Sequence);
        _states.Check(transaction);
        if (LinksCheck.Check(transaction, findings))
        {
            TransferCheck.Check(transaction, entry, findings);
            ReversalCheck.Check(transaction, entry, findings);
            RebateCheck.Check(transaction, entry, findings);
            holds.Check(entry);
        }
    }

    public void Check(BookRow<WalletEvent> row)
    {
        if (row.Value is { } happened)
        {
            _timeline.Add(happened.Version, happened.CreatedAt, sequence: null);
            _states.Apply(happened);
        }
        else
        {
            _isComplete = false;
            _states.Forget();
            findings.Add(AuditFindingKind.RowUnreadable, $"The event at version {row.Number} cannot be read: {row.Problem}");
        }
    }

    public void Complete()
    {
        CheckEnds();
        _states.Complete();
        holds.CompleteCaptures();
        if (_isComplete)
        {
            _chain.Complete();
            _hashes.Complete();
            CheckVersion();
        }
    }

    private void CheckEnds()
    {
        var last = Math.Max(state.NewestSequence, 0);
        if (last != wallet.LastSequence)
        {
            findings.Add(AuditFindingKind.LastSequenceWrong, $"The last sequence is {wallet.LastSequence}, and the newest transaction is {last}.");
        }

        if (state.NewestEventVersion > wallet.Version)
        {
            findings.Add(AuditFindingKind.VersionOrderBroken, $"There is an event at version {state.NewestEventVersion}, past the wallet's version {wallet.Version}.");
        }
    }

    // Each transaction, each event, and each placed or voided hold takes one version; holds that expire together share one.
    private void CheckVersion()
    {
        var least = 1 + _count + _states.Events + holds.Placed + holds.Voided;
        if (holds.IsComplete && (wallet.Version < least || wallet.Version > least + holds.Expired))
        {
            findings.Add(AuditFindingKind.VersionWrong, $"The version is {wallet.Version}, expected {least} to {least + holds.Expired} by what happened to the wallet.");
        }
    }
}
