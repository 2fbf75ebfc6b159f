namespace WalletKit.Auditing;

/// <summary>The findings in the books of one wallet.</summary>
internal sealed class BookFindings(AuditFindings all, WalletId walletId)
{
    public void Add(AuditFindingKind kind, FormattableString message) => all.Add(kind, walletId, message);

    public void AddAt(long version, AuditFindingKind kind, FormattableString message) => all.Add(kind, walletId, message, version);

    public void AddHold(long number, AuditFindingKind kind, FormattableString message) => all.Add(kind, walletId, message, hold: number);
}
