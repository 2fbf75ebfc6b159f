using WalletKit.Digests;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>The numbers of records that an audit has looked at so far.</summary>
internal sealed class AuditTally(AuditFindings findings, IProgress<AuditProgress>? progress)
{
    private const int EntriesPerReport = 10_000;

    private long _entries;

    public long Wallets { get; set; }

    public long Transactions { get; private set; }

    public long Holds { get; set; }

    public long Rebates { get; private set; }

    public long Events { get; private set; }

    public long Keys { get; set; }

    public void Count(BookEntry entry)
    {
        // Without its row nothing tells the kind of an entry. Most entries are transactions.
        Transactions += entry.Entry is null || entry.Transaction is not null ? 1 : 0;
        Events += entry.Entry?.Event is null ? 0 : 1;
        Rebates += entry.Rebate is null ? 0 : 1;
        if (++_entries % EntriesPerReport == 0)
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
