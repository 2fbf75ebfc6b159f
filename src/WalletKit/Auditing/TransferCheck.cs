using WalletKit.Stores;
using static System.FormattableString;

namespace WalletKit.Auditing;

/// <summary>Checks a leg of a transfer, or of its reversal, against the other leg. Each leg is checked from its own side.</summary>
internal static class TransferCheck
{
    public static void Check(WalletTransaction transaction, BookEntry entry, BookFindings findings)
    {
        if (transaction.Links.Counterpart is not { } named)
        {
            return;
        }

        if (entry.Counterpart is not { } other)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.TransferLegMissing, $"The other leg, {named}, is not there.");
            return;
        }

        if (Difference(transaction, entry.Target, other) is { } difference)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.TransferLegsDiffer, $"The other leg, {named}, does not fit: {difference}");
        }
        else if (ExchangeCheck.Difference(transaction, other) is { } wrong)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.ExchangeWrong, $"The other leg, {named}, does not fit: {wrong}");
        }
    }

    private static string? Difference(WalletTransaction transaction, WalletTransaction? target, WalletTransaction other)
    {
        var type = transaction.Type switch
        {
            TransactionType.TransferIn => TransactionType.TransferOut,
            TransactionType.TransferOut => TransactionType.TransferIn,
            var same => same,
        };
        return
            other.WalletId == transaction.WalletId ? "it is in the same wallet."
            : other.Type != type ? Invariant($"it is a {other.Type}, expected a {type}.")
            : other.Links.Counterpart != transaction.Id ? Invariant($"it names {other.Links.Counterpart?.ToString() ?? "none"} as its other leg, expected {transaction.Id}.")
            : transaction.Type == TransactionType.Reversal && Reversed(other) != target?.Links.Counterpart
                ? Invariant($"it takes back {Reversed(other)?.ToString() ?? "none"}, expected {target?.Links.Counterpart?.ToString() ?? "none"}.")
            : transaction.Currency.Equals(other.Currency) && other.AmountMinorUnits != -(Int128)transaction.AmountMinorUnits
                ? Invariant($"its amount is {other.AmountMinorUnits}, expected {-(Int128)transaction.AmountMinorUnits}.")
            : null;
    }

    private static TransactionId? Reversed(WalletTransaction reversal) =>
        reversal.Links.ReversalOf is { } version ? new TransactionId(reversal.WalletId, version) : null;
}
