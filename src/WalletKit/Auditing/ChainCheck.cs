using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks each transaction against the one before it by sequence, amount and balance, and the wallet against their sum.</summary>
internal sealed class ChainCheck(Wallet wallet, BookFindings findings)
{
    private long _sequence;

    // False after an entry that cannot be read, which may have been a transaction.
    private bool _isKnown = true;

    // The sum has 128 bits, because damaged amounts may sum to anything.
    private Int128 _sum;

    // Null where the previous transaction is missing.
    private long? _balance = 0;

    public void Check(WalletTransaction transaction)
    {
        CheckSequence(transaction.Version, transaction.Sequence);
        CheckAmount(transaction);
        if (_balance is { } before && transaction.BalanceAfterMinorUnits != (Int128)before + transaction.AmountMinorUnits)
        {
            findings.AddAt(
                transaction.Version,
                AuditFindingKind.BalanceChainBroken,
                $"The balance after is {transaction.BalanceAfterMinorUnits}, expected {(Int128)before + transaction.AmountMinorUnits}: {before} before and {transaction.AmountMinorUnits}.");
        }

        _sum += transaction.AmountMinorUnits;
        _balance = transaction.BalanceAfterMinorUnits;
    }

    public void Skip(BookEntry unread)
    {
        // An entry that cannot be read at all may have been a transaction.
        _isKnown &= unread.Entry is not null;
        if (unread.Transaction is { } transaction)
        {
            CheckSequence(transaction.Version, transaction.Sequence);
            _sum += transaction.AmountMinorUnits;
        }

        _balance = unread.Transaction?.BalanceAfterMinorUnits;
    }

    public void Complete()
    {
        if (_sequence != wallet.LastSequence)
        {
            findings.Add(AuditFindingKind.LastSequenceWrong, $"The last sequence is {wallet.LastSequence}, and the newest transaction is {_sequence}.");
        }

        if (_sum != wallet.BalanceMinorUnits)
        {
            findings.Add(AuditFindingKind.BalanceWrong, $"The balance is {wallet.BalanceMinorUnits}, expected {_sum}, the sum of the transactions.");
        }
    }

    private void CheckSequence(long version, long sequence)
    {
        if (_isKnown && sequence != _sequence + 1)
        {
            findings.AddAt(version, AuditFindingKind.SequenceBroken, $"The sequence after {_sequence} is {sequence}, expected {_sequence + 1}.");
            _balance = null;
        }

        (_sequence, _isKnown) = (sequence, true);
    }

    private void CheckAmount(WalletTransaction transaction)
    {
        var amount = transaction.AmountMinorUnits;
        var isRight = transaction.Type switch
        {
            TransactionType.Deposit or TransactionType.Rebate or TransactionType.TransferIn => amount > 0,
            TransactionType.Withdrawal or TransactionType.TransferOut or TransactionType.Capture => amount < 0,
            _ => amount != 0,
        };
        if (!isRight)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.AmountWrong, $"The amount of a {transaction.Type} is {amount}.");
        }

        if (!transaction.Currency.Equals(wallet.Currency))
        {
            findings.AddAt(
                transaction.Version,
                AuditFindingKind.CurrencyWrong,
                $"The currency is {transaction.Currency.ShowBeside(wallet.Currency)}, expected {wallet.Currency.ShowBeside(transaction.Currency)}.");
        }
    }
}
