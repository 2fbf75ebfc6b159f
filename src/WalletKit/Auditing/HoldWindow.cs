using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>
/// A window of holds with consecutive numbers, and what the journal says of each: its placing, the sum of its captures, and its end. The state that a hold
/// itself keeps can be checked only at the end of the journal.
/// </summary>
/// <param name="size">The number of holds in the window.</param>
internal sealed class HoldWindow(int size)
{
    private Slot[] _slots = [];
    private long _first;
    private int _used;
    private bool _isComplete;

    /// <summary>The lowest number of a hold past the window; null where there is none. It may be far away, because a damaged number may be any number.</summary>
    public long? Next { get; private set; }

    public void Begin(long first)
    {
        Array.Clear(_slots, 0, _used);
        (_first, _used, _isComplete, Next) = (first, 0, true, null);
    }

    public void Visit(BookRow<Hold> row)
    {
        if (!Covers(row.Number))
        {
            Next = row.Number > _first && !(Next <= row.Number) ? row.Number : Next;
            return;
        }

        if (row.Value is not { } hold)
        {
            _isComplete = false;
            return;
        }

        var index = (int)(row.Number - _first);
        if (index >= _slots.Length)
        {
            Array.Resize(ref _slots, (int)Math.Min(size, Math.Max(index + 1L, _slots.Length * 2L)));
        }

        _slots[index] = new Slot
        {
            IsThere = true,
            Amount = hold.AmountMinorUnits,
            Captured = hold.CapturedMinorUnits,
            Status = hold.Status,
            ExpiresAt = hold.ExpiresAt,
            CreatedAt = hold.CreatedAt,
            UpdatedAt = hold.UpdatedAt,
            State = HoldStatus.Open,
            Texts = hold.IsErased ? null : TextsOf(hold.Reference, hold.Metadata),
        };
        _used = Math.Max(_used, index + 1);
    }

    public void Check(BookEntry row, BookFindings findings)
    {
        if (row.Entry is not { } entry || row.Problem is not null)
        {
            _isComplete = false;
            return;
        }

        if (entry.Hold is { } hold && Has(hold.Number))
        {
            Check(entry, hold, ref _slots[hold.Number - _first], findings);
        }

        foreach (var number in entry.ExpiredHolds)
        {
            if (Has(number))
            {
                End(HoldStatus.Expired, entry, number, ref _slots[number - _first], findings);
            }
        }

        if (entry.Transaction is { Type: TransactionType.Capture, Links.Hold: { } captured } transaction && Has(captured))
        {
            Check(entry, transaction, captured, ref _slots[captured - _first], findings);
        }
    }

    public void Complete(BookFindings findings)
    {
        for (var i = 0; i < _used && _isComplete; i++)
        {
            ref readonly var slot = ref _slots[i];
            if (!slot.IsThere)
            {
                continue;
            }

            if (slot.Taken != slot.Captured)
            {
                findings.AddHold(_first + i, AuditFindingKind.CapturedWrong, $"{slot.Captured} was captured, expected {slot.Taken}, the sum of the captures.");
            }
            else if (slot.State != slot.Status || !slot.IsPlaced)
            {
                findings.AddHold(_first + i, AuditFindingKind.HoldStateWrong, $"It is {slot.Status}, expected {slot.State} by the journal{(slot.IsPlaced ? "" : ", which has no entry of its placing")}.");
            }
            else if (slot.IsPlaced && (slot.PlacedAt, slot.ChangedAt) != (slot.CreatedAt, slot.UpdatedAt))
            {
                findings.AddHold(
                    _first + i,
                    AuditFindingKind.TimeOrderBroken,
                    $"It was placed at {slot.CreatedAt:O} and changed at {slot.UpdatedAt:O}, expected {slot.PlacedAt:O} and {slot.ChangedAt:O} by the journal.");
            }
        }
    }

    private void Check(JournalEntry entry, HoldEntry hold, ref Slot slot, BookFindings findings)
    {
        if (entry.Type == EntryType.HoldVoided)
        {
            End(HoldStatus.Voided, entry, hold.Number, ref slot, findings);
        }
        else if (slot.IsThere && (slot.IsPlaced || slot.Amount != hold.RemainingMinorUnits || slot.ExpiresAt != hold.ExpiresAt))
        {
            findings.AddAt(
                entry.Version,
                AuditFindingKind.HoldStateWrong,
                $"It places hold {hold.Number} of {hold.RemainingMinorUnits} until {hold.ExpiresAt:O}; the hold is of {slot.Amount} until {slot.ExpiresAt:O}{(slot.IsPlaced ? ", and was placed before" : "")}.");
        }
        else
        {
            slot.PlacedAt = entry.RecordedAt;
            if (slot.IsThere && slot.Texts is { } texts && !entry.IsErased && texts != TextsOf(hold.Reference, hold.Metadata))
            {
                findings.AddHold(hold.Number, AuditFindingKind.HoldStateWrong, $"Its reference or metadata is not that with which version {entry.Version} placed it.");
            }
        }

        Change(entry, ref slot);
        slot.IsPlaced = true;
    }

    private void End(HoldStatus state, JournalEntry entry, long number, ref Slot slot, BookFindings findings)
    {
        if (slot.IsThere && _isComplete && slot.State != HoldStatus.Open)
        {
            findings.AddAt(entry.Version, AuditFindingKind.HoldStateWrong, $"It ends hold {number} as {state}, which had ended as {slot.State}.");
        }

        slot.State = state;
        Change(entry, ref slot);
    }

    // A time correction may have brought the wallet back before the hold was placed.
    private static void Change(JournalEntry entry, ref Slot slot) => slot.ChangedAt = entry.RecordedAt > slot.PlacedAt ? entry.RecordedAt : slot.PlacedAt;

    // A hash of the texts, so that the memory of a window does not depend on their lengths.
    private static Sha256Hash TextsOf(string? reference, TransactionMetadata metadata)
    {
        var content = HashedContent.Begin();
        content.Write(reference);
        content.Write(metadata);
        return content.Hash();
    }

    private void Check(JournalEntry entry, WalletTransaction capture, long number, ref Slot slot, BookFindings findings)
    {
        if (!slot.IsThere && !_isComplete)
        {
            return;
        }

        if (!slot.IsThere)
        {
            findings.AddAt(entry.Version, AuditFindingKind.CaptureWrong, $"It is a capture of hold {number}, which is not there.");
            return;
        }

        // The remainder is still held, unless this capture ends the hold and releases it.
        var wasEnded = slot.State != HoldStatus.Open;
        slot.Taken = Add(slot.Taken, capture.AmountMinorUnits);
        var left = capture.Links.HoldRemainingMinorUnits;
        slot.State = left == 0 ? HoldStatus.Captured : slot.State;
        Change(entry, ref slot);
        if (wasEnded || (left != 0 && left != (Int128)slot.Amount - slot.Taken))
        {
            findings.AddAt(
                entry.Version,
                AuditFindingKind.CaptureWrong,
                $"It leaves {left} of hold {number}, of which {slot.Taken} of {slot.Amount} is captured{(wasEnded ? "; the hold had ended before it" : "")}.");
        }
    }

    private static long Add(long taken, long amount) => (long)Int128.Clamp((Int128)taken - amount, long.MinValue, long.MaxValue);

    private bool Has(long number) => Covers(number) && number - _first < _used;

    private bool Covers(long number) => number >= _first && number - _first < size;

    private struct Slot
    {
        public long Amount;
        public long Captured;
        public long Taken;
        public DateTimeOffset? ExpiresAt;

        // The times of the hold's own row, and of its entries.
        public DateTimeOffset CreatedAt;
        public DateTimeOffset UpdatedAt;
        public DateTimeOffset PlacedAt;
        public DateTimeOffset ChangedAt;

        // The status of the hold's own row, and the state that the journal has shown so far.
        public HoldStatus Status;
        public HoldStatus State;
        public bool IsThere;
        public bool IsPlaced;

        // Null where they are erased.
        public Sha256Hash? Texts;
    }
}
