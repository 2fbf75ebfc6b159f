using System.Globalization;

namespace WalletKit.Digests;

/// <summary>A manifest's line for one wallet: the id, the sequence of its newest transaction, and its chain's hash there.</summary>
internal readonly record struct ManifestLine(WalletId WalletId, long LastSequence, Sha256Hash Hash)
{
    /// <summary>The first line of a manifest, which says how the others are to be read.</summary>
    public const string Header = "WalletKit digest 1";

    /// <summary>Reads a line; only in the form in which it is written.</summary>
    public static bool TryParse(string text, out ManifestLine line)
    {
        line = default;
        var parts = text.Split(' ');
        return parts.Length == 3
            && Guid.TryParseExact(parts[0], "D", out var id)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && Sha256Hash.TryParse(parts[2], out var hash)
            && (line = new ManifestLine(new WalletId(id), sequence, hash)).ToString() == text;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{WalletId} {LastSequence} {Hash}");
}
