using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WalletKit.Model;

/// <summary>Random bits of the system's cryptographic generator: the bits it gave do not help to predict the bits it will give.</summary>
internal sealed class SecureRandom : Random
{
    private const double SmallestStep = 1.0 / (1UL << 53);

    private SecureRandom()
    {
    }

    /// <summary>The only instance; safe to call from several threads.</summary>
    public static new SecureRandom Shared { get; } = new();

    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    public override int Next() => RandomNumberGenerator.GetInt32(int.MaxValue);

    public override int Next(int maxValue) => Next(0, maxValue);

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);

        // For an empty range the base class returns the end of the range; GetInt32 refuses such a range.
        return minValue == maxValue ? minValue : RandomNumberGenerator.GetInt32(minValue, maxValue);
    }

    public override double NextDouble() => Sample();

    // The base class makes all other numbers from this sample.
    protected override double Sample()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * SmallestStep;
    }
}
