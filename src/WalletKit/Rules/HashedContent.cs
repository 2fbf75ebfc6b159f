using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace WalletKit.Rules;

/// <summary>
/// The bytes that a hash is taken of, put together value by value: each of a fixed size, or with its length before it, so that
/// no two contents can run into the same bytes. Numbers are big-endian.
/// </summary>
internal sealed class HashedContent
{
    // Contents are many and small, and each is done with before the next begins.
    [ThreadStatic]
    private static HashedContent? t_content;

    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    private HashedContent()
    {
    }

    /// <summary>Begins a content, which ends the one that this thread began before.</summary>
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

    /// <summary>Writes a number by its value, so that 1.5 is 1.50: the coefficient without trailing zeros, and how many of its digits are decimals.</summary>
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

    /// <summary>Writes a text as UTF-8 with its length in bytes before it; -1 and nothing else for null.</summary>
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

    /// <summary>Writes an amount as text, by its value: equal amounts are equal, whatever their trailing zeros. Nothing but the length for null.</summary>
    public void WriteText(decimal? amount) =>
        Write(amount is { } value ? Number.WithoutTrailingZeros(value).ToString(CultureInfo.InvariantCulture) : null);

    /// <summary>Writes a number as text; nothing but the length for null.</summary>
    public void WriteText(long? number) => Write(number?.ToString(CultureInfo.InvariantCulture));
}
