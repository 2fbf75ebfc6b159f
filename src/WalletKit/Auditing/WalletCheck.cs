namespace WalletKit.Auditing;

/// <summary>A wallet and its holds, as one snapshot has them: what can be spent, and what a closed one has.</summary>
internal static class WalletCheck
{
    public static void Check(Wallet wallet, HoldsCheck holds, BookFindings findings)
    {
        if (wallet.UpdatedAt < wallet.CreatedAt)
        {
            findings.Add(AuditFindingKind.TimeOrderBroken, $"The wallet was changed last at {wallet.UpdatedAt:O}, before it was opened at {wallet.CreatedAt:O}.");
        }

        if (wallet.CreditLimitMinorUnits < 0)
        {
            findings.Add(AuditFindingKind.CreditLimitWrong, $"The credit limit is {wallet.CreditLimitMinorUnits}, expected 0 or more.");
        }

        CheckFunds(wallet, holds, findings);
        if (wallet.Status == WalletStatus.Closed && (wallet.BalanceMinorUnits != 0 || wallet.Holds.HeldMinorUnits != 0 || holds.Open != 0))
        {
            findings.Add(
                AuditFindingKind.ClosedNotEmpty,
                $"The wallet is closed with a balance of {wallet.BalanceMinorUnits}, {wallet.Holds.HeldMinorUnits} held and {holds.Open} open holds, expected 0 of each.");
        }
    }

    // What has expired by the wallet's own time holds nothing, recorded or not; the mark goes by what is recorded.
    private static void CheckFunds(Wallet wallet, HoldsCheck holds, BookFindings findings)
    {
        var funds = (Int128)wallet.BalanceMinorUnits + wallet.CreditLimitMinorUnits;
        if (wallet.IsOverdrawn && funds - wallet.Holds.HeldMinorUnits is var recorded && recorded >= 0)
        {
            findings.Add(AuditFindingKind.OverdraftMarkWrong, $"The wallet is marked as overdrawn, and {recorded} is available.");
        }

        if (!wallet.IsOverdrawn && holds.IsComplete && funds - holds.HeldNow is var available && available < 0)
        {
            findings.Add(
                AuditFindingKind.FundsExceeded,
                $"What is available is {available}: balance {wallet.BalanceMinorUnits}, credit limit {wallet.CreditLimitMinorUnits}, held {holds.HeldNow}; expected 0 or more.");
        }
    }
}
