using System.Security.Cryptography;
using System.Text;

namespace WalletKit.Tests;

public sealed class Sha256HashTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void A_hash_is_that_of_the_standard_and_written_as_sha256sum_writes_it()
    {
        Assert.Equal(OfAbc, Sha256Hash.Of("abc"u8).ToString());
        Assert.Equal(new Sha256Hash(SHA256.HashData(Encoding.UTF8.GetBytes("abc"))), Sha256Hash.Of("abc"u8));
    }

    [Fact]
    public void A_hash_comes_back_from_its_text_and_from_its_bytes()
    {
        var hash = Sha256Hash.Of("abc"u8);
        var bytes = new byte[Sha256Hash.Size];
        hash.CopyTo(bytes);

        Assert.Equal(hash, new Sha256Hash(bytes));
        Assert.Equal(hash, Sha256Hash.Parse(OfAbc));
        Assert.Equal(hash, Sha256Hash.Parse(OfAbc.ToUpperInvariant()));
        Assert.Equal(OfAbc, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Hashes_that_differ_in_any_byte_differ()
    {
        var bytes = new byte[Sha256Hash.Size];
        var hashes = Enumerable.Range(0, Sha256Hash.Size).Select(i =>
        {
            bytes.AsSpan().Clear();
            bytes[i] = 1;
            return new Sha256Hash(bytes);
        });

        Assert.Equal(Sha256Hash.Size + 1, hashes.Append(default).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData(OfAbc + "0")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void A_text_that_is_not_a_hash_is_refused(string text)
    {
        Assert.False(Sha256Hash.TryParse(text, out var hash));
        Assert.Equal(default, hash);
        Assert.Throws<FormatException>(() => Sha256Hash.Parse(text));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void A_hash_of_another_size_is_refused(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sha256Hash(new byte[size]));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(Sha256Hash).CopyTo(new byte[31]));
    }
}
