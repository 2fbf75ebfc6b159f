using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WalletKit.Model;

/// <summary>Random bits of the system's cryptographic generator: what it gave says nothing of what it will give.</summary>
internal sealed class SecureRandom : Random
{
    private const double SmallestStep = 1.0 / (1UL << 53);

    private SecureRandom()
    {
    }

    /// <summary>The one there is; safe to call from several threads.</summary>
    public static new SecureRandom Shared { get; } = new();

    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    public override int Next() => RandomNumberGenerator.GetInt32(int.MaxValue);

    public override int Next(int maxValue) => Next(0, maxValue);

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);

        // Of an empty range the base class returns its end; GetInt32 refuses it.
        return minValue == maxValue ? minValue : RandomNumberGenerator.GetInt32(minValue, maxValue);
    }

    public override double NextDouble() => Sample();

    // The base class makes all other numbers of this one.
    protected override double Sample()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * SmallestStep;
    }
}
