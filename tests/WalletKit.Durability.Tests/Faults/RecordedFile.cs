using WalletKit.TestHost.Disk;
using WalletKit.Testing.Histories;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A file in the form that programs see, and in the form that the disk would have after a power loss.</summary>
internal sealed class RecordedFile
{
    private const int SectorSize = 512;

    private readonly List<(DiskCallKind Kind, long Offset, byte[] Data)> _waiting;
    private readonly Content _kept;

    /// <param name="bytes">The content, all of it on the disk.</param>
    public RecordedFile(byte[]? bytes)
    {
        Seen = new Content(bytes);
        IsNew = bytes is null;
        _kept = new Content(bytes);
        _waiting = [];
    }

    /// <summary>Makes an independent copy.</summary>
    public RecordedFile(RecordedFile other)
    {
        Seen = other.Seen.Copy();
        IsNew = other.IsNew;
        _kept = other._kept.Copy();
        _waiting = [.. other._waiting];
    }

    /// <summary>The content that programs see, before and after the kill of a process.</summary>
    public Content Seen { get; }

    /// <summary>Whether it was made since the last sync of the directory.</summary>
    public bool IsNew { get; private set; }

    public void Record(DiskCallKind kind, long offset, ReadOnlySpan<byte> data)
    {
        if (kind == DiskCallKind.Sync)
        {
            _waiting.ForEach(change => _kept.Apply(change.Kind, change.Offset, change.Data));
            _waiting.Clear();
            return;
        }

        _waiting.Add((kind, offset, data.ToArray()));
        Seen.Apply(kind, offset, data);
        IsNew |= kind == DiskCallKind.Delete;
    }

    /// <summary>The directory was synced: it names the present file, or none, even if the content of that file is not on the disk.</summary>
    public void SyncName()
    {
        IsNew = !Seen.Exists;
        var deleted = _waiting.FindLastIndex(change => change.Kind == DiskCallKind.Delete);
        if (deleted >= 0)
        {
            _kept.Apply(DiskCallKind.Delete, 0, default);
            _waiting.RemoveRange(0, deleted + 1);
        }
    }

    /// <summary>A sync failed: the system counts the waiting data as written, and the data never comes to the disk.</summary>
    public void LoseWaiting() => _waiting.Clear();

    /// <summary>The content that a power loss may leave: all synced data, and any of the other sectors.</summary>
    /// <param name="random">Chooses the sectors.</param>
    /// <param name="share">The share of the other sectors that come to the disk, from 0 to 1.</param>
    public Content AfterPowerLoss(Random random, double share)
    {
        var left = _kept.Copy();
        foreach (var (kind, offset, data) in _waiting)
        {
            if (kind == DiskCallKind.Write)
            {
                WriteSectors(left, offset, data, random, share);
            }
            else if (random.NextDouble() < share)
            {
                left.Apply(kind, offset, data);
            }
            else if (kind == DiskCallKind.Delete)
            {
                // The directory still names the old file, so the content of a new file of that name is lost.
                break;
            }
        }

        return left;
    }


    private static void WriteSectors(Content left, long offset, byte[] data, Random random, double share)
    {
        for (var at = 0; at < data.Length;)
        {
            var length = (int)Math.Min(data.Length - at, SectorSize - ((offset + at) % SectorSize));
            if (random.NextDouble() < share)
            {
                left.Write(offset + at, data.AsSpan(at, length));
            }

            at += length;
        }
    }
}
