namespace WalletKit.Auditing;

/// <summary>Checks a wallet and its holds in one snapshot: the money that can be spent, and the emptiness of a closed wallet.</summary>
internal static class WalletCheck
{
    public static void Check(Wallet wallet, HoldsCheck holds, BookFindings findings)
    {
        if (wallet.CreditLimitMinorUnits < 0)
        {
            findings.Add(AuditFindingKind.CreditLimitWrong, $"The credit limit is {wallet.CreditLimitMinorUnits}, expected 0 or more.");
        }

        CheckFunds(wallet, findings);
        if (wallet.Status == WalletStatus.Closed && (wallet.BalanceMinorUnits != 0 || wallet.Holds.HeldMinorUnits != 0 || holds.Open != 0))
        {
            findings.Add(
                AuditFindingKind.ClosedNotEmpty,
                $"The wallet is closed with a balance of {wallet.BalanceMinorUnits}, {wallet.Holds.HeldMinorUnits} held and {holds.Open} open holds, expected 0 of each.");
        }
    }

    // Before money leaves the wallet, expired holds are taken from the sum of held money. The recorded sum therefore says whether too much has left.
    private static void CheckFunds(Wallet wallet, BookFindings findings)
    {
        var available = (Int128)wallet.BalanceMinorUnits + wallet.CreditLimitMinorUnits - wallet.Holds.HeldMinorUnits;
        if (wallet.IsOverdrawn && available >= 0)
        {
            findings.Add(AuditFindingKind.OverdraftMarkWrong, $"The wallet is marked as overdrawn, and {available} is available.");
        }

        if (!wallet.IsOverdrawn && available < 0)
        {
            findings.Add(
                AuditFindingKind.FundsExceeded,
                $"The available balance is {available}: balance {wallet.BalanceMinorUnits}, credit limit {wallet.CreditLimitMinorUnits}, held {wallet.Holds.HeldMinorUnits}; expected 0 or more.");
        }
    }
}
