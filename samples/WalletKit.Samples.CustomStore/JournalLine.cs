using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>A commit as a line of text: the hash of the rest, a space, and its changes as a JSON array.</summary>
internal static class JournalLine
{
    private const int HashLength = 2 * Sha256Hash.Size;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Properties that are calculated from other properties are calculated again.
        IgnoreReadOnlyProperties = true,
        // A property that an older release does not know must not be lost.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static byte[] Write(Changes[] commit)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(commit, s_json);
        return [.. Encoding.ASCII.GetBytes($"{Sha256Hash.Of(json)} "), .. json, (byte)'\n'];
    }

    public static Changes[] Read(ReadOnlySpan<byte> line)
    {
        if (line.Length <= HashLength || line[HashLength] != ' ')
        {
            throw new InvalidDataException("it does not begin with a hash");
        }

        var json = line[(HashLength + 1)..];
        return Sha256Hash.Parse(Encoding.ASCII.GetString(line[..HashLength])) == Sha256Hash.Of(json)
            ? JsonSerializer.Deserialize<Changes[]>(json, s_json)!
            : throw new InvalidDataException("what it says is not what was hashed");
    }
}
