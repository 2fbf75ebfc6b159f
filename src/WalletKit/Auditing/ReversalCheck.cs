using WalletKit.Stores;
using static System.FormattableString;

namespace WalletKit.Auditing;

/// <summary>Checks a reversal against the transaction that it takes back: it takes back all of it, once, and is not the reversal of a reversal.</summary>
internal static class ReversalCheck
{
    public static void Check(WalletTransaction transaction, BookEntry entry, BookFindings findings)
    {
        if (transaction.Links.ReversalOf is not { } reversed)
        {
            return;
        }

        if (Difference(transaction, entry.Target) is { } difference)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.ReversalWrong, $"The reversal does not fit transaction {reversed}, which it takes back: {difference}");
        }
        else if (entry.TargetReversedBy != transaction.Version)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.ReversedTwice, $"Transaction {reversed} was taken back by transaction {entry.TargetReversedBy} as well.");
        }
    }

    private static string? Difference(WalletTransaction transaction, WalletTransaction? target) =>
        target is null ? "it is not there."
        : target.Version >= transaction.Version ? "it comes after."
        : target.Type == TransactionType.Reversal ? "it is a reversal itself."
        : transaction.AmountMinorUnits != -(Int128)target.AmountMinorUnits
            ? Invariant($"its amount is {target.AmountMinorUnits}, expected {-(Int128)transaction.AmountMinorUnits}.")
        : (target.Links.Counterpart is null) != (transaction.Links.Counterpart is null) ? Invariant($"it is {(target.Links.Counterpart is null ? "no" : "a")} leg of a transfer, unlike this.")
        : target.Links.Exchange != transaction.Links.Exchange ? Invariant($"its exchange is {target.Links.Exchange?.ToString() ?? "none"}, expected {transaction.Links.Exchange?.ToString() ?? "none"}.")
        : null;
}
