using System.Collections.Immutable;

namespace WalletKit.Auditing;

/// <summary>The findings of an audit: all of them counted, and as many of them listed as the caller wants.</summary>
internal sealed class AuditFindings(int max)
{
    // This is many times the length of any message of WalletKit's own.
    private const int MaxMessageLength = 2_000;

    private readonly ImmutableArray<AuditFinding>.Builder _listed = ImmutableArray.CreateBuilder<AuditFinding>();
    private readonly SortedDictionary<AuditFindingKind, long> _counts = [];

    public long Count { get; private set; }

    /// <summary>The number of findings that can still be listed.</summary>
    public int Room => max - _listed.Count;

    public ImmutableArray<AuditFinding> Listed => _listed.ToImmutable();

    public ImmutableSortedDictionary<AuditFindingKind, long> Counts => _counts.ToImmutableSortedDictionary();

    public void Add(AuditFinding finding)
    {
        Tally(finding.Kind);
        if (Room > 0)
        {
            // A message may repeat a text that was put into the books from outside.
            _listed.Add(finding with { Message = InvalidInputException.ShowBare(finding.Message, MaxMessageLength) });
        }
    }

    /// <summary>Adds a finding whose message is written only if it is listed.</summary>
    public void Add(AuditFindingKind kind, WalletId walletId, FormattableString message, long? version = null, long? hold = null)
    {
        if (Room > 0)
        {
            Add(new AuditFinding { Kind = kind, WalletId = walletId, Message = FormattableString.Invariant(message), Version = version, HoldNumber = hold });
        }
        else
        {
            Tally(kind);
        }
    }

    private void Tally(AuditFindingKind kind)
    {
        Count++;
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
    }
}
