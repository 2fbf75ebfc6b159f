using WalletKit.Digests;

namespace WalletKit.Tests.Digests;

public sealed class ManifestReaderTests
{
    private const int Megabytes64 = 64 * 1024 * 1024;

    [Fact]
    public async Task A_line_without_an_end_is_wrong_and_is_not_read_to_its_end()
    {
        using var manifest = new EndlessLine(Megabytes64);
        var reader = new ManifestReader(manifest);

        await reader.MoveAsync(Token);
        await reader.MoveAsync(Token);

        Assert.Equal((1L, null), (reader.WrongLine, reader.Line));
        Assert.InRange(manifest.Position, 1, 10_000);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_the_wrong_one()
    {
        using var manifest = new MemoryStream([.. "WalletKit digest 1\n"u8, .. new byte[10_000], (byte)'\n']);
        var reader = new ManifestReader(manifest);

        await reader.MoveAsync(Token);

        Assert.Equal((2L, null), (reader.WrongLine, reader.Line));
    }

    // The line consists of one repeated letter, and each read returns at once.
    private sealed class EndlessLine(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Position);
            buffer[..count].Fill((byte)'a');
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
