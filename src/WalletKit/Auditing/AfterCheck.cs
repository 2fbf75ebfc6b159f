using WalletKit.Rules;
using WalletKit.Stores;
using static System.FormattableString;

namespace WalletKit.Auditing;

/// <summary>Checks the wallet that an entry records as its result against the wallet before it and the kind of the entry.</summary>
internal sealed class AfterCheck(BookFindings findings)
{
    // Null before the opening, and where the previous entry cannot be read.
    private Wallet? _before;

    public void Check(JournalEntry entry)
    {
        if (_before is { } before && Contradiction(before, entry) is { } contradiction)
        {
            findings.AddAt(entry.Version, AuditFindingKind.StateWrong, $"{contradiction}");
        }

        _before = entry.Wallet;
    }

    public void Skip(BookEntry unread) => _before = unread.Entry?.Wallet;

    private static string? Contradiction(Wallet before, JournalEntry entry)
    {
        var after = entry.Wallet;
        var moved = entry.Transaction is null ? 0 : 1;
        var placed = entry.Type == EntryType.HoldPlaced ? 1 : 0;
        var open = before.Holds.OpenCount + placed - EndedBy(entry);
        var balance = (Int128)before.BalanceMinorUnits + (entry.Transaction?.AmountMinorUnits ?? 0);
        return after.LastSequence != before.LastSequence + moved ? Invariant($"The last sequence is {after.LastSequence} after a {entry.Type}, expected {before.LastSequence + moved}.")
            : after.BalanceMinorUnits != balance ? Invariant($"The balance is {after.BalanceMinorUnits} after a {entry.Type}, expected {balance}.")
            : after.Holds.LastNumber != before.Holds.LastNumber + placed ? Invariant($"The last hold is {after.Holds.LastNumber} after a {entry.Type}, expected {before.Holds.LastNumber + placed}.")
            : after.Holds.OpenCount != open ? Invariant($"The number of open holds is {after.Holds.OpenCount} after a {entry.Type}, expected {open}.")
            : entry.Type != EntryType.CreditLimitSet && after.CreditLimitMinorUnits != before.CreditLimitMinorUnits
                ? Invariant($"The credit limit is {after.CreditLimitMinorUnits} after a {entry.Type}, expected {before.CreditLimitMinorUnits}.")
            : after.Status != StatusAfter(before.Status, entry.Type) ? Invariant($"The status is {after.Status} after a {entry.Type}, expected {StatusAfter(before.Status, entry.Type)}.")
            : after.IsOverdrawn && !before.IsOverdrawn && entry.Type != EntryType.Reversal ? Invariant($"A {entry.Type} marks the wallet as overdrawn.")
            : null;
    }

    // A capture that leaves nothing held ends its hold.
    private static int EndedBy(JournalEntry entry) =>
        entry.ExpiredHolds.Length + (entry.Type == EntryType.HoldVoided || entry.Transaction?.Links.HoldRemainingMinorUnits == 0 ? 1 : 0);

    private static WalletStatus StatusAfter(WalletStatus before, EntryType type) => type switch
    {
        EntryType.Frozen => WalletStatus.Frozen,
        EntryType.Unfrozen => WalletStatus.Active,
        EntryType.Closed => WalletStatus.Closed,
        _ => before,
    };
}
