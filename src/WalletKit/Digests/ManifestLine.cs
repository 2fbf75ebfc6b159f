using System.Globalization;

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

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{WalletId} {Version} {Hash}");
}
