using System.Globalization;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks a wallet's holds in one snapshot: each by itself, and all of them against the totals that the wallet keeps.</summary>
internal sealed class HoldsCheck(BookFindings findings, HoldWindow window)
{
    private long _last;
    private Int128 _held;
    private DateTimeOffset? _nextExpiry;

    /// <summary>Whether all holds could be read.</summary>
    public bool IsComplete { get; private set; } = true;

    public long Open { get; private set; }

    public void Visit(Wallet wallet, BookRow<Hold> row)
    {
        if (row.Number != _last + 1)
        {
            findings.AddHold(row.Number, AuditFindingKind.HoldNumberBroken, $"The number after {_last} is {row.Number}, expected {_last + 1}.");
        }

        _last = row.Number;
        window.Visit(row);
        if (row.Value is { } hold)
        {
            Count(wallet, hold);
            HoldCheck.Check(wallet, hold, findings);
        }
        else
        {
            IsComplete = false;
            findings.AddHold(row.Number, AuditFindingKind.RowUnreadable, $"The hold cannot be read: {row.Problem}");
        }
    }

    public void Complete(Wallet wallet)
    {
        if (_last != wallet.Holds.LastNumber)
        {
            findings.Add(AuditFindingKind.HoldNumberBroken, $"The last number of a hold is {wallet.Holds.LastNumber}, and the newest hold is {_last}.");
        }

        if (IsComplete && _held != wallet.Holds.HeldMinorUnits)
        {
            findings.Add(AuditFindingKind.HeldWrong, $"The held amount is {wallet.Holds.HeldMinorUnits}, expected {_held}, the sum of the open holds that the wallet has not ended.");
        }

        if (IsComplete && Open != wallet.Holds.OpenCount)
        {
            findings.Add(AuditFindingKind.OpenCountWrong, $"The number of open holds is {wallet.Holds.OpenCount}, expected {Open}, the holds that are recorded as open.");
        }

        if (wallet.Holds.EndedThrough is { } ended && (ended.Number < 1 || ended.Number > wallet.Holds.LastNumber))
        {
            findings.Add(AuditFindingKind.EndedThroughWrong, $"The wallet has ended holds up to {ended.Number}, expected 1 to {wallet.Holds.LastNumber}.");
        }

        if (IsComplete && _nextExpiry != wallet.Holds.NextExpiry)
        {
            findings.Add(AuditFindingKind.NextExpiryWrong, $"The next expiry is {Show(wallet.Holds.NextExpiry)}, expected {Show(_nextExpiry)} by the open holds.");
        }
    }

    /// <summary>Checks an entry of the journal, if it is about these holds.</summary>
    public void Check(BookEntry entry)
    {
        if (entry is { Problem: null, Entry: { } read } && (read.Hold?.Number ?? read.Transaction?.Links.Hold) is { } number && (number < 1 || number > _last))
        {
            findings.AddAt(
                entry.Version,
                read.Hold is null ? AuditFindingKind.CaptureWrong : AuditFindingKind.HoldNumberBroken,
                $"It is about hold {number}, and the newest hold is {_last}.");
        }

        window.Check(entry, findings);
    }

    public void CompleteCaptures() => window.Complete(findings);

    private void Count(Wallet wallet, Hold hold)
    {
        if (hold.Status != HoldStatus.Open)
        {
            return;
        }

        Open++;
        if (wallet.Holds.EndedThrough is { } ended && ended.Covers(hold))
        {
            return;
        }

        _held += (Int128)hold.AmountMinorUnits - hold.CapturedMinorUnits;
        _nextExpiry = _nextExpiry is null || hold.ExpiresAt < _nextExpiry ? hold.ExpiresAt ?? _nextExpiry : _nextExpiry;
    }

    private static string Show(DateTimeOffset? time) => time?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "(none)";
}
