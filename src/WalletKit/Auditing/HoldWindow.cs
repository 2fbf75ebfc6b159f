using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>
/// A window of holds with consecutive numbers, and the sum of the captures of each. The sum that a hold itself keeps can be checked only at the end of the
/// history.
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

        _slots[index] = new Slot { IsThere = true, Amount = hold.AmountMinorUnits, Captured = hold.CapturedMinorUnits, Status = hold.Status };
        _used = Math.Max(_used, index + 1);
    }

    public void Check(BookEntry entry, BookFindings findings)
    {
        if (entry.Transaction is not { } transaction || entry.Problem is not null)
        {
            _isComplete = false;
        }
        else if (transaction.Type == TransactionType.Capture && transaction.Links.Hold is { } number && Covers(number) && number - _first < _used)
        {
            Check(transaction, number, ref _slots[number - _first], findings);
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
            else if (slot.IsEnded != (slot.Status == HoldStatus.Captured))
            {
                findings.AddHold(_first + i, AuditFindingKind.HoldStateWrong, $"It is {slot.Status}, and {(slot.IsEnded ? "a" : "no")} capture ended it.");
            }
        }
    }

    private void Check(WalletTransaction capture, long number, ref Slot slot, BookFindings findings)
    {
        if (!slot.IsThere && !_isComplete)
        {
            return;
        }

        if (!slot.IsThere)
        {
            findings.AddAt(capture.Sequence, AuditFindingKind.CaptureWrong, $"It is a capture of hold {number}, which is not there.");
            return;
        }

        // The remainder is still held, unless this capture ends the hold and releases it.
        var wasEnded = slot.IsEnded;
        slot.Taken = Add(slot.Taken, capture.AmountMinorUnits);
        var left = capture.Links.HoldRemainingMinorUnits;
        slot.IsEnded = left == 0;
        if (wasEnded || (left != 0 && left != (Int128)slot.Amount - slot.Taken))
        {
            findings.AddAt(
                capture.Sequence,
                AuditFindingKind.CaptureWrong,
                $"It leaves {left} of hold {number}, of which {slot.Taken} of {slot.Amount} is captured{(wasEnded ? "; a capture before it had ended the hold" : "")}.");
        }
    }

    private static long Add(long taken, long amount) => (long)Int128.Clamp((Int128)taken - amount, long.MinValue, long.MaxValue);

    private bool Covers(long number) => number >= _first && number - _first < size;

    private struct Slot
    {
        public long Amount;
        public long Captured;
        public long Taken;
        public HoldStatus Status;
        public bool IsThere;
        public bool IsEnded;
    }
}
