using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks the chain of hashes over a wallet's journal, and the newest hash, which the wallet keeps.</summary>
internal sealed class HashCheck(Wallet wallet, BookFindings findings)
{
    // Null before the opening, and where the previous entry cannot be read.
    private Sha256Hash? _before;

    public void Check(JournalEntry entry)
    {
        var expected = entry.Type == EntryType.Opened ? HashChain.Begin(entry.Wallet) : _before is { } before ? HashChain.Next(before, entry) : entry.Hash;
        if (entry.Hash != expected)
        {
            findings.AddAt(entry.Version, AuditFindingKind.HashWrong, $"The hash is {entry.Hash}, expected {expected} by what is recorded.");
        }

        _before = entry.Hash;
    }

    public void Skip(BookEntry unread) => _before = unread.Entry?.Hash;

    public void Complete()
    {
        if (_before is { } last && last != wallet.ChainHash)
        {
            findings.Add(AuditFindingKind.HashWrong, $"The wallet's hash is {wallet.ChainHash}, expected {last}, that of its newest entry.");
        }
    }
}
