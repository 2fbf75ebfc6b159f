using System.Globalization;
using System.Text;

namespace WalletKit.Tests.Digests;

/// <summary>Manifests and logs of any size, whose content is made up.</summary>
internal static class Trees
{
    public static TreeHead Digest(int number) => new(number, Sha256Hash.Of(BitConverter.GetBytes(number)));

    public static DateTimeOffset Time(int number) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(number).AddMicroseconds(number);

    public static string ManifestLine(int number) => $"{Ledger.Id(number)} {number + 1} {Sha256Hash.Of(BitConverter.GetBytes(number))}\n";

    /// <summary>A manifest of the wallets 0, 1, 2, … .</summary>
    public static MemoryStream Manifest(int size) => Text("WalletKit digest 1\n" + string.Concat(Enumerable.Range(0, size).Select(ManifestLine)));

    /// <summary>A log of the digests 0, 1, 2, … .</summary>
    public static MemoryStream Log(int size) =>
        Text("WalletKit digest log 1\n" + string.Concat(Enumerable.Range(0, size).Select(
            number => string.Create(CultureInfo.InvariantCulture, $"{Time(number):yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'} {Digest(number)}\n"))));

    /// <summary>A stream that can grow, at its beginning.</summary>
    public static MemoryStream Text(string text)
    {
        var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Position = 0;
        return stream;
    }

    public static Sha256Hash Changed(Sha256Hash hash)
    {
        var bytes = new byte[Sha256Hash.Size];
        hash.CopyTo(bytes);
        bytes[^1] ^= 1;
        return new Sha256Hash(bytes);
    }

    /// <summary>Every path with one hash changed, removed, added, or in the place of its neighbor.</summary>
    public static IEnumerable<Sha256Hash[]> Changes(IReadOnlyList<Sha256Hash> path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            Sha256Hash[] changed = [.. path];
            changed[i] = Changed(path[i]);
            yield return changed;
            yield return [.. path.Take(i), .. path.Skip(i + 1)];
        }

        for (var i = 1; i < path.Count; i++)
        {
            yield return [.. path.Take(i - 1), path[i], path[i - 1], .. path.Skip(i + 1)];
        }

        yield return [.. path, Sha256Hash.Of("more"u8)];
        yield return [Sha256Hash.Of("more"u8), .. path];
    }
}
