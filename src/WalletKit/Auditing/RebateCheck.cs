using WalletKit.Stores;
using static System.FormattableString;

namespace WalletKit.Auditing;

/// <summary>
/// Checks a deposit's rebate and its payment. Each paid rebate names a payment, and each payment is named by the rebate that it pays, so there is one
/// payment for each.
/// </summary>
internal static class RebateCheck
{
    public static void Check(WalletTransaction transaction, BookEntry entry, BookFindings findings)
    {
        if (transaction.Links.RebateOf is { } deposit)
        {
            CheckPayment(transaction, deposit, entry, findings);
        }

        if (entry.Rebate is { } rebate)
        {
            if (transaction.Type != TransactionType.Deposit)
            {
                findings.AddAt(transaction.Version, AuditFindingKind.RebateWithoutDeposit, $"A {transaction.Type} earned a rebate.");
            }
            else if (Contradiction(transaction, rebate, entry.Payment) is { } contradiction)
            {
                findings.AddAt(transaction.Version, AuditFindingKind.RebateStateWrong, $"{contradiction}");
            }
            else if (entry.ReversedBy is { } reversal
                && (rebate.Status is RebateStatus.Pending or RebateStatus.Dead || (rebate.Status == RebateStatus.Paid && entry.PaymentReversedBy is null)))
            {
                findings.AddAt(transaction.Version, AuditFindingKind.RebateNotTakenBack, $"Its rebate is {rebate.Status}, and transaction {reversal} took the deposit back.");
            }
        }
    }

    private static void CheckPayment(WalletTransaction payment, long deposit, BookEntry entry, BookFindings findings)
    {
        if (entry.Target is not { Type: TransactionType.Deposit } target || target.Version >= payment.Version)
        {
            findings.AddAt(
                payment.Version,
                AuditFindingKind.RebateWithoutDeposit,
                $"It pays the rebate of transaction {deposit}, which is {(entry.Target is null ? "not there" : $"a {entry.Target.Type}")}, expected a deposit before it.");
        }
        else if (entry.TargetRebate is not { Status: RebateStatus.Paid } rebate)
        {
            findings.AddAt(
                payment.Version,
                AuditFindingKind.RebateStateWrong,
                $"It pays the rebate of deposit {deposit}, which is {(entry.TargetRebate is { } unpaid ? unpaid.Status : "not there")}, expected {RebateStatus.Paid}.");
        }
        else if (rebate.PaidVersion is { } paid && paid != payment.Version)
        {
            findings.AddAt(payment.Version, AuditFindingKind.RebatePaidTwice, $"It pays the rebate of deposit {deposit}, which transaction {paid} paid.");
        }
    }

    private static string? Contradiction(WalletTransaction deposit, Rebate rebate, WalletTransaction? payment) => rebate.Status switch
    {
        RebateStatus.Paid when rebate.PaidVersion is null => "Its rebate is Paid, by no transaction of the wallet.",
        RebateStatus.Paid when payment?.Links.RebateOf != deposit.Version => Invariant($"Its rebate is Paid by transaction {rebate.PaidVersion}, which is not its payment."),
        not RebateStatus.Paid when rebate.PaidVersion is { } paid => Invariant($"Its rebate is {rebate.Status}, and names transaction {paid} as its payment."),
        RebateStatus.Cancelled or RebateStatus.Dead when rebate.Reason is null => Invariant($"Its rebate is {rebate.Status} for no reason."),
        _ => null,
    };
}
