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
        Write(content, command);
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content.WrittenSpan, hash);
        return new ContentHash(hash);
    }

    /// <summary>The hash of a batch's content: its commands, in order, with the keys of their own.</summary>
    public static ContentHash Of(CommandBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var content = t_content ??= new ArrayBufferWriter<byte>();
        content.ResetWrittenCount();
        Write(content, "batch");
        Write(content, batch.Count);
        foreach (var command in batch)
        {
            Write(content, command.WalletId.Value);
            Write(content, (command as KeyedCommand)?.IdempotencyKey);
            Write(content, command);
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

    // The wallet is not content, as a key is one wallet's own; what a command only expects or was quoted is not either.
    private static void Write(ArrayBufferWriter<byte> content, WalletCommand command)
    {
        switch (command)
        {
            case Deposit deposit:
                Write(content, "deposit");
                WriteMoney(content, deposit);
                break;
            case Withdraw withdraw:
                Write(content, "withdraw");
                WriteMoney(content, withdraw);
                break;
            case Transfer transfer:
                Write(content, "transfer");
                WriteMoney(content, transfer);
                Write(content, transfer.Destination.Value);
                Write(content, transfer.TargetAmount);
                Write(content, transfer.Rate);
                Write(content, transfer.Rounding.ToString());
                break;
            case PlaceHold place:
                Write(content, "place hold");
                WriteMoney(content, place);
                Write(content, place.ExpiresIn?.Ticks);
                break;
            case CaptureHold capture:
                Write(content, "capture hold");
                Write(content, capture.Hold.Number);
                Write(content, capture.Amount);
                Write(content, capture.KeepOpen ? 1 : 0);
                WriteNotes(content, capture);
                break;
            case VoidHold release:
                Write(content, "void hold");
                Write(content, release.Hold.Number);
                break;
            case Reverse reverse:
                Write(content, "reverse");
                Write(content, reverse.Transaction.Sequence);
                Write(content, reverse.AllowOverdraft ? 1 : 0);
                WriteNotes(content, reverse);
                break;
            case FreezeWallet freeze:
                WriteState(content, "freeze", freeze);
                break;
            case UnfreezeWallet unfreeze:
                WriteState(content, "unfreeze", unfreeze);
                break;
            case CloseWallet close:
                WriteState(content, "close", close);
                break;
            case SetCreditLimit set:
                WriteState(content, "set credit limit", set);
                Write(content, set.Limit);
                break;
            case OpenWallet open:
                Write(content, "open");
                Write(content, open.OwnerId);
                Write(content, open.Name);
                Write(content, open.Currency.Code);
                break;
            case ExpireHolds:
                Write(content, "expire holds");
                break;
            default:
                throw new ArgumentException($"No content is defined for {command?.GetType().Name ?? "null"}.", nameof(command));
        }
    }

    private static void WriteMoney(ArrayBufferWriter<byte> content, MoneyCommand command)
    {
        Write(content, command.Amount);
        WriteNotes(content, command);
    }

    private static void WriteNotes(ArrayBufferWriter<byte> content, PostingCommand command)
    {
        Write(content, command.Currency);
        Write(content, command.Reference);
        Write(content, command.Metadata.Count);
        foreach (var (key, value) in command.Metadata)
        {
            Write(content, key);
            Write(content, value);
        }
    }

    private static void WriteState(ArrayBufferWriter<byte> content, string name, StateCommand command)
    {
        Write(content, name);
        Write(content, command.Reason);
    }

    // Dividing by a one with as many zeros as a decimal can have takes the trailing zeros away.
    private static void Write(ArrayBufferWriter<byte> content, decimal? amount) =>
        Write(content, (amount / 1.0000000000000000000000000000m)?.ToString(CultureInfo.InvariantCulture));

    private static void Write(ArrayBufferWriter<byte> content, Guid id)
    {
        id.TryWriteBytes(content.GetSpan(16), bigEndian: true, out var written);
        content.Advance(written);
    }

    private static void Write(ArrayBufferWriter<byte> content, long? number) =>
        Write(content, number?.ToString(CultureInfo.InvariantCulture));

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
