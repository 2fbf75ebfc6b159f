using System.Buffers.Binary;
using System.Globalization;
using WalletKit.Digests.Merkle;

namespace WalletKit.Digests;

/// <summary>A manifest's line for one wallet: its id, and the version and hash of its newest journal entry.</summary>
internal readonly record struct ManifestLine(WalletId WalletId, long Version, Sha256Hash Hash)
{
    /// <summary>The first line of a manifest, which gives the format of the other lines.</summary>
    public const string Header = "WalletKit digest 1";

    /// <summary>Reads a line, only in exactly the form in which it is written.</summary>
    public static bool TryParse(string text, out ManifestLine line)
    {
        line = default;
        var parts = text.Split(' ');
        return parts.Length == 3
            && Guid.TryParseExact(parts[0], "D", out var id)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && Sha256Hash.TryParse(parts[2], out var hash)
            && (line = new ManifestLine(new WalletId(id), version, hash)).ToString() == text;
    }

    /// <summary>Computes the leaf for the wallet in the tree of the digest.</summary>
    public Sha256Hash Leaf()
    {
        Span<byte> content = stackalloc byte[4 + 16 + 8 + Sha256Hash.Size];
        "WKH1"u8.CopyTo(content);
        WalletId.Value.TryWriteBytes(content[4..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content[20..], Version);
        Hash.CopyTo(content[28..]);
        return MerkleHash.Leaf(content);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{WalletId} {Version} {Hash}");
}
