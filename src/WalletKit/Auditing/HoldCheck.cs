using WalletKit.Rules;

namespace WalletKit.Auditing;

/// <summary>Checks a hold by itself.</summary>
internal static class HoldCheck
{
    public static void Check(Wallet wallet, Hold hold, BookFindings findings)
    {
        var number = hold.Id.Number;
        if (!hold.Currency.Equals(wallet.Currency))
        {
            findings.AddHold(number, AuditFindingKind.CurrencyWrong, $"The currency is {hold.Currency.ShowBeside(wallet.Currency)}, expected {wallet.Currency.ShowBeside(hold.Currency)}.");
        }

        if (!CanBe(hold))
        {
            findings.AddHold(
                number,
                AuditFindingKind.HoldStateWrong,
                $"It is {hold.Status} with {hold.CapturedMinorUnits} of {hold.AmountMinorUnits} captured, placed {hold.CreatedAt:O}, changed {hold.UpdatedAt:O}, expiry {hold.ExpiresAt:O}.");
        }

        if (hold.UpdatedAt < hold.CreatedAt)
        {
            findings.AddHold(number, AuditFindingKind.TimeOrderBroken, $"It was changed at {hold.UpdatedAt:O}, before it was placed at {hold.CreatedAt:O}.");
        }
    }

    // A hold without a remainder has ended as captured.
    private static bool CanBe(Hold hold) =>
        hold.AmountMinorUnits > 0
        && hold.CapturedMinorUnits >= 0
        && hold.CapturedMinorUnits <= hold.AmountMinorUnits
        && hold.Status switch
        {
            HoldStatus.Captured => hold.CapturedMinorUnits > 0,
            HoldStatus.Expired => hold.CapturedMinorUnits < hold.AmountMinorUnits && hold.ExpiresAt is not null,
            _ => hold.CapturedMinorUnits < hold.AmountMinorUnits,
        };
}
