using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks the records under an idempotency key: they can be read, they exist, and they belong to the wallet.</summary>
internal static class KeyCheck
{
    public static void Check(WalletId walletId, BookKey key, BookFindings findings)
    {
        var shown = InvalidInputException.Show(key.Key);
        if (key.Problem is not null)
        {
            findings.Add(AuditFindingKind.RowUnreadable, $"The idempotency key {shown} cannot be read: {key.Problem}");
            return;
        }

        foreach (var reference in key.References)
        {
            if (!reference.Exists)
            {
                findings.Add(AuditFindingKind.KeyWrong, $"The idempotency key {shown} stands for {reference.Kind} {reference.WalletId}/{reference.Number}, which is not there.");
            }
        }

        if (key.References is [{ Command: 0 } first, ..] && first.WalletId != walletId)
        {
            findings.Add(AuditFindingKind.KeyWrong, $"The idempotency key {shown} stands for {first.Kind} {first.WalletId}/{first.Number}, which is another wallet's.");
        }
    }
}
