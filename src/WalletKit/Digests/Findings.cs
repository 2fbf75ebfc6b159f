namespace WalletKit.Digests;

/// <summary>The numbers of records that a verification has looked at, and its findings so far.</summary>
internal sealed class Findings(IProgress<DigestProgress>? progress)
{
    // This is many times the length of any message of WalletKit's own.
    private const int MaxMessageLength = 2_000;

    private readonly List<DigestFinding> _listed = [];
    private long _wallets;
    private long _transactions;
    private long _count;

    public void Add(DigestFindingKind kind, WalletId? walletId, long? version, string message)
    {
        _count++;
        if (_listed.Count < DigestReport.MaxFindings)
        {
            // A message may repeat a text that was put into the books from outside.
            _listed.Add(new DigestFinding { Kind = kind, WalletId = walletId, Version = version, Message = InvalidInputException.ShowBare(message, MaxMessageLength) });
        }
    }

    public void CountWallet() => _wallets++;

    public void Count(JournalEntry entry) => _transactions += entry.Transaction is null ? 0 : 1;

    public void Report() => progress?.Report(new DigestProgress { Wallets = _wallets, Transactions = _transactions, Findings = _count });

    public DigestReport ToReport() => new() { Wallets = _wallets, Transactions = _transactions, Findings = _listed, FindingCount = _count };
}
