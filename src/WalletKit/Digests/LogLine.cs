using System.Buffers.Binary;
using System.Globalization;
using WalletKit.Digests.Merkle;
using WalletKit.Model;

namespace WalletKit.Digests;

/// <summary>A line of a digest log: the time and the head of one digest.</summary>
internal readonly record struct LogLine(Timestamp Time, TreeHead Digest)
{
    /// <summary>The first line of a log, which gives the format of the other lines.</summary>
    public const string Header = "WalletKit digest log 1";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Reads a line, only in exactly the form in which it is written.</summary>
    public static bool TryParse(string text, out LogLine line)
    {
        line = default;
        var parts = text.Split(' ');
        return parts.Length == 2
            && DateTimeOffset.TryParseExact(parts[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && TreeHead.TryParse(parts[1], null, out var digest)
            && (line = new LogLine(time, digest)).ToString() == text;
    }

    /// <summary>Computes the leaf for the digest in the tree of the log.</summary>
    public Sha256Hash Leaf()
    {
        Span<byte> content = stackalloc byte[4 + Sha256Hash.Size + 8 + 8];
        "WKD1"u8.CopyTo(content);
        Digest.Root.CopyTo(content[4..]);
        BinaryPrimitives.WriteInt64BigEndian(content[36..], Digest.Size);
        BinaryPrimitives.WriteInt64BigEndian(content[44..], Time.Microseconds);
        return MerkleHash.Leaf(content);
    }

    public override string ToString() => $"{((DateTimeOffset)Time).ToString(TimeFormat, CultureInfo.InvariantCulture)} {Digest}";
}
