using System.Buffers.Binary;

namespace WalletKit.Storage.Sqlite;

/// <summary>The head of a write-ahead log, by which SQLite tells one life of the log from the next: it is written anew each time the log begins at its start.</summary>
/// <param name="Salts">Two numbers of 32 bits: the upper one goes up by one with each life, the lower one is random. In a file that had no log both are random.</param>
internal readonly record struct LogHeader(ulong Salts)
{
    /// <summary>In bytes.</summary>
    public const int Size = 32;

    // The last bit says in which order the bytes of its checksums are summed.
    private const uint Magic = 0x377F0682;
    private const int SummedSize = 24;

    // Each life counts one up, and each truncation of a log that is empty already counts up as well.
    private const uint MaxLives = 1 << 16;

    /// <summary>Reads the head of a log; null where there is no log, or it begins with anything else, which SQLite takes for an empty one.</summary>
    public static LogHeader? Read(string path)
    {
        try
        {
            // SQLite keeps no locks on the log, so a handle of it can be closed.
            using var log = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> bytes = stackalloc byte[Size];
            return Parse(bytes[..RandomAccess.Read(log, bytes, 0)]);
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"the write-ahead log '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    public static LogHeader? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || (BinaryPrimitives.ReadUInt32BigEndian(bytes) & ~1u) != Magic)
        {
            return null;
        }

        var isBigEndian = (bytes[3] & 1) != 0;
        uint first = 0, second = 0;
        for (var at = 0; at < SummedSize; at += 8)
        {
            first += Word(bytes[at..]) + second;
            second += Word(bytes[(at + 4)..]) + first;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]) == first && BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]) == second
            ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]))
            : null;

        uint Word(ReadOnlySpan<byte> word) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    /// <summary>Whether this is a later life of a log that had other salts before.</summary>
    public bool IsLaterLifeOf(ulong salts) => (uint)(Salts >> 32) - (uint)(salts >> 32) - 1 < MaxLives;
}
