using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks a wallet's journal, entry by entry, against the wallet in one snapshot.</summary>
internal sealed class HistoryCheck(Wallet wallet, Secret secret, BookState state, HoldsCheck holds, BookFindings findings)
{
    private readonly Timeline _timeline = new(wallet, findings);
    private readonly ChainCheck _chain = new(wallet, findings);
    private readonly HashCheck _hashes = new(wallet, secret, findings);
    private readonly StateCheck _states = new(wallet, findings);
    private readonly AfterCheck _after = new(findings);

    // Where an entry could not be read, its absence is not a second finding.
    private bool _isComplete = true;

    public void Check(BookEntry row)
    {
        if (row.Problem is not null || row.Entry is not { } entry)
        {
            _isComplete = false;
            findings.AddAt(row.Version, AuditFindingKind.RowUnreadable, $"The entry cannot be read: {row.Problem}");
            Skip(row);
            return;
        }

        _timeline.Add(entry);
        _hashes.Check(entry);
        _after.Check(entry);
        if (entry.Event is { } happened)
        {
            _states.Apply(happened);
        }

        if (entry.Transaction is { } transaction)
        {
            Check(transaction, row);
        }
        else
        {
            _states.CheckOther(entry);
            holds.Check(row);
        }
    }

    public void Complete()
    {
        if (state.NewestVersion > wallet.Version)
        {
            findings.Add(AuditFindingKind.VersionOrderBroken, $"There is an entry at version {state.NewestVersion}, past the wallet's version {wallet.Version}.");
        }

        _states.Complete();
        holds.CompleteCaptures();
        if (_isComplete)
        {
            _timeline.Complete();
            _chain.Complete();
            _hashes.Complete();
        }
    }

    private void Check(WalletTransaction transaction, BookEntry row)
    {
        _chain.Check(transaction);
        _states.Check(transaction);
        if (LinksCheck.Check(transaction, findings))
        {
            TransferCheck.Check(transaction, row, findings);
            ReversalCheck.Check(transaction, row, findings);
            RebateCheck.Check(transaction, row, findings);
            holds.Check(row);
        }
    }

    private void Skip(BookEntry unread)
    {
        _timeline.Skip(unread);
        _chain.Skip(unread);
        _hashes.Skip(unread);
        _after.Skip(unread);
        if (unread.Entry is null)
        {
            _states.Forget();
        }

        holds.Check(unread);
    }
}
