namespace WalletKit.Digests;

/// <summary>A walk through one wallet's history, transaction by transaction, which knows the values that must come next.</summary>
internal sealed class ChainWalk(Wallet wallet, ManifestLine? line, Findings findings)
{
    private Sha256Hash _hash = HashChain.Begin(wallet);
    private Sha256Hash? _digested = line?.LastSequence == 0 ? HashChain.Begin(wallet) : null;
    private long _expected = 1;
    private long _balance;

    // False after a gap: the transactions after it cannot be tied to the transactions before it.
    private bool _isTied = true;

    /// <summary>The sequence of the first transaction past the wallet's last; null where none was found so far.</summary>
    public long? Beyond { get; private set; }

    /// <summary>Whether there are more transactions to read.</summary>
    public bool GoesOn => Beyond is null && _expected <= wallet.LastSequence + 1;

    public void Take(WalletTransaction transaction)
    {
        if (Beyond is not null || transaction.Sequence > wallet.LastSequence)
        {
            Beyond ??= transaction.Sequence;
            return;
        }

        findings.CountTransaction();
        if (transaction.Sequence < _expected)
        {
            AddUnexpected(transaction.Sequence);
            return;
        }

        Expect(transaction.Sequence);
        if (_isTied && HashChain.Next(_hash, transaction) != transaction.Hash)
        {
            var identity = transaction.Sequence == 1 ? ", or the wallet's identity," : "";
            Add(DigestFindingKind.TransactionChanged, transaction.Sequence, $"Transaction {transaction.Id}{identity} was changed: its hash {transaction.Hash} is not that of what stands there.");
        }

        (_hash, _isTied, _balance, _expected) = (transaction.Hash, true, transaction.BalanceAfterMinorUnits, transaction.Sequence + 1);
        if (transaction.Sequence == line?.LastSequence)
        {
            _digested = transaction.Hash;
        }
    }

    /// <summary>Goes past a row that cannot be read.</summary>
    /// <returns>The sequence after which reading continues.</returns>
    public long Skip()
    {
        Add(DigestFindingKind.TransactionUnreadable, _expected, $"Transaction {new TransactionId(wallet.Id, _expected)}, or one after it, holds values that no release writes.");
        _isTied = false;
        return _expected++;
    }

    /// <summary>Ends the walk, because so many rows in succession could not be read that the rest is not worth the time.</summary>
    public void GiveUp(int unreadable) => Add(
        DigestFindingKind.TransactionUnreadable, _expected, $"From transaction {new TransactionId(wallet.Id, _expected)} on nothing was verified, as {unreadable} in a row could not be read.");

    public void AddUnexpected(long sequence) => Add(
        DigestFindingKind.TransactionUnexpected, sequence, $"Transaction {new TransactionId(wallet.Id, sequence)} stands outside the wallet's history, which is 1 to {wallet.LastSequence}.");

    /// <summary>Compares the end of the history with the values in the wallet and in the digest.</summary>
    public void End()
    {
        Expect(wallet.LastSequence + 1);
        if (_isTied && _hash != wallet.ChainHash)
        {
            var what = wallet.LastSequence == 0 ? "its identity, or the hash of it," : "its hash";
            Add(DigestFindingKind.WalletChanged, wallet.LastSequence, $"Wallet {wallet.Id} was changed: {what} is not that which its history ends with.");
        }

        if (_isTied && _balance != wallet.BalanceMinorUnits)
        {
            Add(DigestFindingKind.WalletChanged, wallet.LastSequence, $"Wallet {wallet.Id} was changed: its balance is {wallet.BalanceMinorUnits} minor units, its history ends with {_balance}.");
        }

        if (line?.LastSequence > wallet.LastSequence)
        {
            Add(DigestFindingKind.HistoryShortened, wallet.LastSequence + 1, $"Wallet {wallet.Id} ends at {wallet.LastSequence}; the digest was taken of {line.Value.LastSequence} transactions.");
        }
        else if (_digested is { } hash && hash != line?.Hash)
        {
            Add(DigestFindingKind.HistoryRewritten, line?.LastSequence, $"Wallet {wallet.Id} has the hash {hash} at {line?.LastSequence}, the digest has {line?.Hash}: something up to there was rewritten.");
        }
    }

    private void Expect(long sequence)
    {
        if (_expected < sequence)
        {
            Add(DigestFindingKind.TransactionMissing, _expected, $"Of wallet {wallet.Id} the transactions {_expected} to {sequence - 1} are gone.");
            _isTied = false;
        }
    }

    private void Add(DigestFindingKind kind, long? sequence, string message) => findings.Add(kind, wallet.Id, sequence, message);
}
