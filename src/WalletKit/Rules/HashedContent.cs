using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace WalletKit.Rules;

/// <summary>
/// The bytes that are hashed, put together value by value. Each value has a fixed size, or its length before it, so that two different contents never have
/// the same bytes. Numbers are big-endian.
/// </summary>
internal sealed class HashedContent
{
    // Contents are many and small, and a thread finishes each before it begins the next.
    [ThreadStatic]
    private static HashedContent? t_content;

    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    private HashedContent()
    {
    }

    /// <summary>Begins a content. This ends the content that the thread began before.</summary>
    public static HashedContent Begin()
    {
        var content = t_content ??= new HashedContent();
        content._bytes.ResetWrittenCount();
        return content;
    }

    public Sha256Hash Hash() => Sha256Hash.Of(_bytes.WrittenSpan);

    public void WriteTag(ReadOnlySpan<byte> tag) => _bytes.Write(tag);

    public void Write(byte number)
    {
        _bytes.GetSpan(sizeof(byte))[0] = number;
        _bytes.Advance(sizeof(byte));
    }

    public void Write(int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), number);
        _bytes.Advance(sizeof(int));
    }

    public void Write(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
    }

    public void Write(Sha256Hash hash)
    {
        hash.CopyTo(_bytes.GetSpan(Sha256Hash.Size));
        _bytes.Advance(Sha256Hash.Size);
    }

    public void Write(Guid id)
    {
        id.TryWriteBytes(_bytes.GetSpan(16), bigEndian: true, out var written);
        _bytes.Advance(written);
    }

    /// <summary>Writes a number by its value, so that 1.5 equals 1.50: the coefficient without trailing zeros, and the number of its decimals.</summary>
    public void Write(decimal number)
    {
        var plain = Number.WithoutTrailingZeros(number);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(plain, bits);
        var size = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        Write(plain.Scale);
        BinaryPrimitives.WriteInt128BigEndian(_bytes.GetSpan(16), plain < 0 ? -size : size);
        _bytes.Advance(16);
    }

    /// <summary>Writes a text as UTF-8 with its length in bytes before it. For null, only the length -1 is written.</summary>
    public void Write(string? text)
    {
        if (text is null)
        {
            Write(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Write(length);
        Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    /// <summary>Writes the number of pairs, and the pairs in the order in which metadata keeps them.</summary>
    public void Write(TransactionMetadata metadata)
    {
        Write(metadata.Count);
        foreach (var (key, value) in metadata)
        {
            Write(key);
            Write(value);
        }
    }

    /// <summary>Writes an amount as text, by its value, so that equal amounts have equal bytes whatever their trailing zeros. For null, only the length is written.</summary>
    public void WriteText(decimal? amount) =>
        Write(amount is { } value ? Number.WithoutTrailingZeros(value).ToString(CultureInfo.InvariantCulture) : null);

    /// <summary>Writes a number as text. For null, only the length is written.</summary>
    public void WriteText(long? number) => Write(number?.ToString(CultureInfo.InvariantCulture));
}
