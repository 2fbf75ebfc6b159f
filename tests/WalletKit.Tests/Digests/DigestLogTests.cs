using System.Text;

namespace WalletKit.Tests.Digests;

public sealed class DigestLogTests
{
    private static readonly StoreDigest s_digest = new() { Head = Trees.Digest(3), Transactions = 7, Time = Trees.Time(3) };

    [Fact]
    public async Task Digests_are_appended_to_a_text_and_each_call_returns_the_head_to_publish()
    {
        using var log = new MemoryStream();
        for (var i = 0; i < 9; i++)
        {
            var head = await DigestLog.AppendAsync(log, new StoreDigest { Head = Trees.Digest(i), Transactions = 0, Time = Trees.Time(i).AddTicks(9).ToOffset(TimeSpan.FromHours(2)) }, Token);

            Assert.Equal(Encoding.UTF8.GetString(Trees.Log(i + 1).ToArray()), Encoding.UTF8.GetString(log.ToArray()));
            log.Position = 0;
            Assert.Equal(head, await DigestLog.ReadHeadAsync(log, cancellationToken: Token));
        }

        log.Position = 0;
        Assert.Equal(
            Enumerable.Range(0, 9).Select(i => new LoggedDigest { Index = i, Time = Trees.Time(i), Digest = Trees.Digest(i) }),
            await DigestLog.ReadAsync(log, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_digest_that_the_log_has_twice_is_proven_where_it_came_first()
    {
        using var log = Trees.Log(5);
        await DigestLog.AppendAsync(log, s_digest, Token);
        log.Position = 0;

        var proof = await DigestLog.ProveAsync(log, s_digest.Head, cancellationToken: Token);

        Assert.Equal((3, 6), (proof!.Index, proof.Size));
    }

    [Fact]
    public async Task A_log_that_is_cut_off_anywhere_is_shorter_by_whole_digests_or_refused()
    {
        var text = Trees.Log(3).ToArray();
        for (var length = 0; length < text.Length; length++)
        {
            var isWhole = length > 0 && text[length - 1] == '\n';
            using var log = new MemoryStream(text[..length]);
            if (isWhole)
            {
                Assert.Equal(text[..length].Count(character => character == '\n') - 1, (await DigestLog.ReadHeadAsync(log, cancellationToken: Token)).Size);
            }
            else
            {
                var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => DigestLog.ReadHeadAsync(log, cancellationToken: Token));
                Assert.Contains($"Line {text[..length].Count(character => character == '\n') + 1} ", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Every_changed_byte_of_a_log_changes_its_head_or_is_refused()
    {
        var head = await DigestLog.ReadHeadAsync(Trees.Log(3), cancellationToken: Token);
        for (var i = 0; i < Trees.Log(3).Length; i++)
        {
            var changed = Trees.Log(3).ToArray();
            changed[i] ^= 1;
            try
            {
                Assert.NotEqual(head, await DigestLog.ReadHeadAsync(new MemoryStream(changed), cancellationToken: Token));
            }
            catch (InvalidDataException refusal)
            {
                Assert.Contains("Line ", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("something else\n")]
    [InlineData("WalletKit digest log 1\n2026-01-01T00:00:00Z 0/")]
    [InlineData("WalletKit digest log 1\n\n")]
    [InlineData("WalletKit digest log 1\n2026-01-01T00:00:00.000000Z")]
    public async Task Nothing_is_appended_to_a_text_that_is_no_log(string text)
    {
        using var log = new MemoryStream();
        log.Write(Encoding.ASCII.GetBytes(text));

        await Assert.ThrowsAsync<InvalidDataException>(() => DigestLog.AppendAsync(log, s_digest, Token));

        Assert.Equal(text, Encoding.ASCII.GetString(log.ToArray()));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_written_and_a_negative_size_are_refused()
    {
        using var log = new MemoryStream();

        await Assert.ThrowsAsync<ArgumentException>(() => DigestLog.AppendAsync(new MemoryStream([], writable: false), s_digest, Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => DigestLog.AppendAsync(log, s_digest with { Head = new TreeHead(-1, default) }, Token));

        Assert.Equal(0, log.Length);
    }

    [Theory]
    [InlineData(-1L, null, "oldSize")]
    [InlineData(4L, null, "oldSize")]
    [InlineData(3L, 2L, "oldSize")]
    [InlineData(1L, -1L, "newSize")]
    [InlineData(1L, 4L, "newSize")]
    [InlineData(long.MaxValue, long.MaxValue, "newSize")]
    public async Task Sizes_that_a_log_never_had_are_refused_by_name(long oldSize, long? newSize, string field)
    {
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => DigestLog.ProveConsistencyAsync(Trees.Log(3), oldSize, newSize, Token));

        Assert.Equal(field, refusal.Field);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(4L)]
    public async Task A_head_of_a_size_that_a_log_never_had_is_refused(long size)
    {
        Assert.Equal("size", (await Assert.ThrowsAsync<InvalidInputException>(() => DigestLog.ReadHeadAsync(Trees.Log(3), size, Token))).Field);
        Assert.Equal("size", (await Assert.ThrowsAsync<InvalidInputException>(() => DigestLog.ProveAsync(Trees.Log(3), Trees.Digest(1), size, Token))).Field);
    }

    [Fact]
    public async Task A_canceled_append_writes_nothing()
    {
        using var log = new MemoryStream();
        log.Write(Trees.Log(2).ToArray());
        var before = log.ToArray();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DigestLog.AppendAsync(log, s_digest, new CancellationToken(canceled: true)));

        Assert.Equal(before, log.ToArray());
    }
}
