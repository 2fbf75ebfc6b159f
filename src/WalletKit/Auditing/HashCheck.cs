using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks the chain of hashes over a wallet's history, and the newest hash, which the wallet keeps.</summary>
internal sealed class HashCheck(Wallet wallet, BookFindings findings)
{
    // Null where the previous transaction cannot be read.
    private Sha256Hash? _before = HashChain.Begin(wallet);

    public void Check(WalletTransaction transaction)
    {
        if (_before is { } before && HashChain.Next(before, transaction) is var expected && transaction.Hash != expected)
        {
            findings.AddAt(transaction.Sequence, AuditFindingKind.HashWrong, $"The hash is {transaction.Hash}, expected {expected} by what is recorded.");
        }

        _before = transaction.Hash;
    }

    public void Skip(BookEntry unread) => _before = unread.Transaction?.Hash;

    public void Complete()
    {
        if (_before is { } last && last != wallet.ChainHash)
        {
            findings.Add(AuditFindingKind.HashWrong, $"The wallet's hash is {wallet.ChainHash}, expected {last}, that of its newest transaction.");
        }
    }
}
