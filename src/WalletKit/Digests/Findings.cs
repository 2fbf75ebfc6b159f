namespace WalletKit.Digests;

/// <summary>What a verification has looked at and found so far.</summary>
internal sealed class Findings(IProgress<DigestProgress>? progress)
{
    private readonly List<DigestFinding> _listed = [];
    private long _wallets;
    private long _transactions;
    private long _count;

    public void Add(DigestFindingKind kind, WalletId? walletId, long? sequence, string message)
    {
        _count++;
        if (_listed.Count < DigestReport.MaxFindings)
        {
            _listed.Add(new DigestFinding(kind, walletId, sequence, message));
        }
    }

    public void CountWallet() => _wallets++;

    public void CountTransaction() => _transactions++;

    public void Report() => progress?.Report(new DigestProgress(_wallets, _transactions, _count));

    public DigestReport ToReport() => new() { Wallets = _wallets, Transactions = _transactions, Findings = _listed, FindingCount = _count };
}
