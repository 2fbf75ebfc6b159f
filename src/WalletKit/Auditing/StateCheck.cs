using System.Globalization;

namespace WalletKit.Auditing;

/// <summary>Checks the status and the credit limit by the events that set them, and the transactions by the status and limit of their time.</summary>
internal sealed class StateCheck(Wallet wallet, BookFindings findings)
{
    private WalletStatus _status = WalletStatus.Active;
    private long _limit;
    private long? _closedAt;
    private long _erasedThrough;
    private long? _afterClosing;
    private bool _isKnown = true;

    /// <summary>Forgets the state, because an event could not be read and its effect is therefore not known.</summary>
    public void Forget() => _isKnown = false;

    public void Apply(WalletEvent happened)
    {
        var canFollow = happened.Type switch
        {
            WalletEventType.Frozen => _status == WalletStatus.Active,
            WalletEventType.Unfrozen => _status == WalletStatus.Frozen,
            _ => true,
        };
        if (_isKnown && !canFollow)
        {
            findings.AddAt(happened.Version, AuditFindingKind.EventWrong, $"It is {happened.Type}, and the wallet was {_status} before it.");
        }

        CheckLimit(happened);
        _erasedThrough = happened.Type == WalletEventType.Erased ? happened.Version - 1 : _erasedThrough;
        _afterClosing = MayFollowClosing((EntryType)happened.Type) ? happened.Version : _afterClosing;
        _status = happened.Type switch
        {
            WalletEventType.Frozen => WalletStatus.Frozen,
            WalletEventType.Unfrozen => WalletStatus.Active,
            WalletEventType.Closed => WalletStatus.Closed,
            _ => _status,
        };
        _limit = happened.CreditLimitMinorUnits ?? _limit;
        _closedAt ??= happened.Type == WalletEventType.Closed ? happened.Version : null;
    }

    public void Check(WalletTransaction transaction)
    {
        CheckNotClosed(transaction.Version);
        if (!_isKnown)
        {
            return;
        }

        if (_status == WalletStatus.Frozen && transaction.AmountMinorUnits < 0)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.DebitWhileFrozen, $"{transaction.AmountMinorUnits} left the wallet, which was frozen.");
        }

        // Other debits have exceptions: a reversal may overdraw, and a capture takes held money however low the balance is.
        if (transaction.Type is TransactionType.Withdrawal or TransactionType.TransferOut && (Int128)transaction.BalanceAfterMinorUnits + _limit < 0)
        {
            findings.AddAt(
                transaction.Version,
                AuditFindingKind.FundsExceeded,
                $"The balance after a {transaction.Type} is {transaction.BalanceAfterMinorUnits}, expected {-(Int128)_limit} at least, by the credit limit.");
        }
    }

    /// <summary>Checks an entry that is no transaction.</summary>
    public void CheckOther(JournalEntry entry)
    {
        if (!MayFollowClosing(entry.Type))
        {
            CheckNotClosed(entry.Version);
        }
    }

    // A closed wallet can still be erased, and its time can be corrected.
    private static bool MayFollowClosing(EntryType type) => type is EntryType.Erased or EntryType.TimeCorrected;

    public void Complete()
    {
        if (_closedAt is { } closedAt && wallet.Version != closedAt && wallet.Version != _afterClosing)
        {
            findings.Add(AuditFindingKind.ChangedAfterClosing, $"The version is {wallet.Version}, and the wallet was closed at {closedAt}.");
        }

        if (_isKnown && wallet.ErasedThrough != _erasedThrough)
        {
            findings.Add(AuditFindingKind.ErasureWrong, $"The texts are erased through {wallet.ErasedThrough}, expected {_erasedThrough} by the events.");
        }

        if (_isKnown && wallet.Status != _status)
        {
            findings.Add(AuditFindingKind.StatusWrong, $"The status is {wallet.Status}, expected {_status} by the events.");
        }

        if (_isKnown && wallet.CreditLimitMinorUnits != _limit)
        {
            findings.Add(AuditFindingKind.CreditLimitWrong, $"The credit limit is {wallet.CreditLimitMinorUnits}, expected {_limit} by the events.");
        }
    }

    private void CheckLimit(WalletEvent happened)
    {
        var isLimit = happened.Type == WalletEventType.CreditLimitSet;
        if (isLimit != (happened.CreditLimitMinorUnits is not null) || happened.CreditLimitMinorUnits < 0)
        {
            findings.AddAt(
                happened.Version,
                AuditFindingKind.EventWrong,
                $"It is {happened.Type} with the limit {happened.CreditLimitMinorUnits?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"}.");
        }
    }

    private void CheckNotClosed(long version)
    {
        if (_closedAt is { } closedAt && version > closedAt)
        {
            findings.AddAt(version, AuditFindingKind.ChangedAfterClosing, $"The wallet was closed at version {closedAt}.");
        }
    }
}
