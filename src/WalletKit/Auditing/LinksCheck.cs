namespace WalletKit.Auditing;

/// <summary>Checks that a transaction has the links of its type, and no others.</summary>
internal static class LinksCheck
{
    /// <returns>Whether the transaction has the links of its type, so that the linked records can be checked.</returns>
    public static bool Check(WalletTransaction transaction, BookFindings findings)
    {
        var links = transaction.Links;
        var type = transaction.Type;
        var isTransfer = type is TransactionType.TransferIn or TransactionType.TransferOut;

        // A leg whose wallet is missing names the empty wallet id.
        var isRight =
            (links.RebateOf is not null) == (type == TransactionType.Rebate)
            && (links.ReversalOf is not null) == (type == TransactionType.Reversal)
            && (links.Hold is not null) == (type == TransactionType.Capture)
            && (links.HoldRemainingMinorUnits is not null) == (type == TransactionType.Capture)
            && !(links.HoldRemainingMinorUnits < 0)
            && links.Counterpart?.WalletId != default(WalletId)
            && (links.Counterpart is null ? !isTransfer : isTransfer || type == TransactionType.Reversal)
            && (links.Exchange is null || links.Counterpart is not null);
        if (!isRight)
        {
            findings.AddAt(transaction.Version, AuditFindingKind.LinksWrong, $"A {type} refers to: {links}.");
        }

        return isRight;
    }
}
