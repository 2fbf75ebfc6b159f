using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WalletKit.Commands;

namespace WalletKit.Rules;

/// <summary>
/// A SHA-256 hash of what a command asks for, kept with its idempotency key: equal for the same content, in every
/// process and every release. Amounts of equal value are the same content, whatever their trailing zeros.
/// </summary>
public readonly record struct ContentHash
{
    /// <summary>The size of a hash, in bytes.</summary>
    public const int Size = 32;

    // Commands are many and their content is small.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_content;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>Brings back a hash as a store kept it.</summary>
    /// <param name="bytes">32 bytes.</param>
    public ContentHash(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>The hash of a command's content.</summary>
    public static ContentHash Of(KeyedCommand command)
    {
        var content = t_content ??= new ArrayBufferWriter<byte>();
        content.ResetWrittenCount();
        switch (command)
        {
            case Deposit deposit:
                Write(content, "deposit");
                Write(content, deposit);
                break;
            case Withdraw withdraw:
                Write(content, "withdraw");
                Write(content, withdraw);
                break;
            default:
                throw new ArgumentException($"No content is defined for {command?.GetType().Name ?? "null"}.", nameof(command));
        }

        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content.WrittenSpan, hash);
        return new ContentHash(hash);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], _low);
    }

    private static void Write(ArrayBufferWriter<byte> content, MoneyCommand command)
    {
        // Dividing by a one with as many zeros as a decimal can have takes the trailing zeros away.
        Write(content, (command.Amount / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
        Write(content, command.Currency);
        Write(content, command.Reference);
        Write(content, command.Metadata.Count);
        foreach (var (key, value) in command.Metadata)
        {
            Write(content, key);
            Write(content, value);
        }
    }

    // Each text goes with its length before it, so that no two contents can run into the same bytes.
    private static void Write(ArrayBufferWriter<byte> content, string? text)
    {
        if (text is null)
        {
            Write(content, -1);
            return;
        }

        Write(content, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, content);
    }

    private static void Write(ArrayBufferWriter<byte> content, int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(content.GetSpan(sizeof(int)), number);
        content.Advance(sizeof(int));
    }
}
