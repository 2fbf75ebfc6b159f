using WalletKit.Digests;

namespace WalletKit.Auditing;

/// <summary>The numbers of records that an audit has looked at so far.</summary>
internal sealed class AuditTally(AuditFindings findings, IProgress<AuditProgress>? progress)
{
    private const int TransactionsPerReport = 10_000;

    public long Wallets { get; set; }

    public long Transactions { get; private set; }

    public long Holds { get; set; }

    public long Rebates { get; set; }

    public long Events { get; set; }

    public long Keys { get; set; }

    public void CountTransaction()
    {
        if (++Transactions % TransactionsPerReport == 0)
        {
            Report();
        }
    }

    public void Report() => progress?.Report(new AuditProgress { Wallets = Wallets, Transactions = Transactions, Findings = findings.Count });

    public AuditReport ToReport() => new()
    {
        Wallets = Wallets,
        Transactions = Transactions,
        Holds = Holds,
        Rebates = Rebates,
        Events = Events,
        Keys = Keys,
        Findings = findings.Listed,
        Counts = findings.Counts,
    };
}
