using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks the chain of hashes over a wallet's journal, and the newest hash, which the wallet keeps.</summary>
internal sealed class HashCheck(Wallet wallet, Secret secret, BookFindings findings)
{
    // Null where the previous entry cannot be read.
    private Sha256Hash? _before = default(Sha256Hash);

    public void Check(JournalEntry entry)
    {
        if (!TextCommitment.IsRight(entry, secret))
        {
            findings.AddAt(entry.Version, AuditFindingKind.TextsWrong, $"Its texts are not those to which it is committed.");
        }

        var expected = _before is { } before ? HashChain.Next(before, entry) : entry.Hash;
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
