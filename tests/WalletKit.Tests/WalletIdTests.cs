using System.Buffers.Binary;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Model;
using WalletKit.Rules;

namespace WalletKit.Tests;

public sealed class WalletIdTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 0, 0, 250, TimeSpan.Zero);

    [Fact]
    public void An_id_is_a_UUID_of_version_7_that_tells_the_millisecond_of_its_making_and_nothing_else()
    {
        var lowest = WalletId.Create(Time.AddTicks(9_999), new Filled(0x00)).Value.ToByteArray(bigEndian: true);
        var highest = WalletId.Create(Time, new Filled(0xFF)).Value.ToByteArray(bigEndian: true);

        Assert.Equal(Time, DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(lowest) >> 16));
        Assert.Equal("70-00-80-00-00-00-00-00-00-00", BitConverter.ToString(lowest, 6));
        Assert.Equal("7F-FF-BF-FF-FF-FF-FF-FF-FF-FF", BitConverter.ToString(highest, 6));
        Assert.Equal(lowest[..6], highest[..6]);
    }

    [Fact]
    public void The_random_bits_of_an_id_are_those_of_the_cryptographic_generator_unless_others_are_given()
    {
        Assert.Same(SecureRandom.Shared, new WalletKitOptions().Random);

        // With 74 random bits, two equal ids are an error of the generator and not chance.
        var ids = Enumerable.Range(0, 10_000).Select(_ => WalletId.Create(Time)).ToHashSet();
        Assert.Equal(10_000, ids.Count);
        Assert.All(Enumerable.Range(0, 74), bit => Assert.Equal(2, ids.Select(id => RandomBit(id, bit)).Distinct().Count()));
    }

    [Fact]
    public async Task A_host_makes_ids_of_the_random_bits_that_it_was_given()
    {
        var services = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory());
        services.Configure<WalletKitOptions>(options => options.Random = new Filled(0xFF));
        await using var provider = services.BuildServiceProvider();

        var wallet = (await provider.GetRequiredService<IWalletService>().OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;

        Assert.EndsWith("-7fff-bfff-ffffffffffff", wallet.Id.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_the_cryptographic_generator_keep_to_their_ranges()
    {
        var random = SecureRandom.Shared;
        for (var i = 0; i < 1_000; i++)
        {
            Assert.InRange(random.Next(), 0, int.MaxValue - 1);
            Assert.InRange(random.Next(7), 0, 6);
            Assert.InRange(random.Next(-3, 4), -3, 3);
            Assert.InRange(random.NextInt64(5_000_000_000), 0, 4_999_999_999);
            Assert.InRange(random.NextDouble(), 0, Math.BitDecrement(1));
        }

        Assert.Equal(5, random.Next(5, 5));
        Assert.Equal(0, random.Next(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
        var bytes = new byte[64];
        random.NextBytes(bytes);
        Assert.Contains(bytes, value => value != 0);
    }

    // 12 bits after the version, 62 after the variant.
    private static bool RandomBit(WalletId id, int bit)
    {
        var value = BinaryPrimitives.ReadUInt128BigEndian(id.Value.ToByteArray(bigEndian: true));
        return (value >> (bit < 62 ? bit : bit + 2) & 1) == 1;
    }

    private sealed class Filled(byte value) : Random
    {
        public override void NextBytes(Span<byte> buffer) => buffer.Fill(value);
    }
}
