using System.Collections.Immutable;

namespace WalletKit.Auditing;

/// <summary>What was found: all of it counted, and as much of it listed as is wanted.</summary>
internal sealed class AuditFindings(int max)
{
    // Many times what any message of ours has.
    private const int MaxMessageLength = 2_000;

    private readonly ImmutableArray<AuditFinding>.Builder _listed = ImmutableArray.CreateBuilder<AuditFinding>();
    private readonly SortedDictionary<AuditFindingKind, long> _counts = [];

    public long Count { get; private set; }

    /// <summary>How many more are listed.</summary>
    public int Room => max - _listed.Count;

    public ImmutableArray<AuditFinding> Listed => _listed.ToImmutable();

    public ImmutableSortedDictionary<AuditFindingKind, long> Counts => _counts.ToImmutableSortedDictionary();

    public void Add(AuditFinding finding)
    {
        Tally(finding.Kind);
        if (Room > 0)
        {
            // A message may repeat what somebody put into the books.
            _listed.Add(finding with { Message = InvalidInputException.ShowBare(finding.Message, MaxMessageLength) });
        }
    }

    /// <summary>The same for a message that is written only where it is listed.</summary>
    public void Add(AuditFindingKind kind, WalletId walletId, FormattableString message, long? sequence = null, long? hold = null)
    {
        if (Room > 0)
        {
            Add(new AuditFinding { Kind = kind, WalletId = walletId, Message = FormattableString.Invariant(message), Sequence = sequence, HoldNumber = hold });
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
