namespace WalletKit.Tests.Digests;

[Slow]
public sealed class ConsistencyProofTests
{
    private const int MaxSize = 70;

    [Fact]
    public async Task Each_log_extends_each_earlier_log_and_no_altered_proof_holds()
    {
        using var log = Trees.Log(MaxSize);
        var heads = new List<TreeHead>();
        for (var size = 0; size <= MaxSize; size++)
        {
            log.Position = 0;
            heads.Add(await DigestLog.ReadHeadAsync(log, size, Token));
        }

        for (var newSize = 0; newSize <= MaxSize; newSize++)
        {
            for (var oldSize = 0; oldSize <= newSize; oldSize++)
            {
                log.Position = 0;
                var (proof, older, newer) = (await DigestLog.ProveConsistencyAsync(log, oldSize, newSize, Token), heads[oldSize], heads[newSize]);

                Assert.Equal((oldSize, newSize), (proof.OldSize, proof.NewSize));
                Assert.True(proof.Path.Length <= 8);
                Assert.True(proof.Verify(older, newer), $"{oldSize} to {newSize}");
                Assert.DoesNotContain(Altered(proof), altered => altered.Verify(older, newer));
                Assert.False(proof.Verify(older with { Root = Trees.Changed(older.Root) }, newer));

                // Every log extends the empty log, so that the newer root does not matter then.
                Assert.Equal(oldSize == 0 && newSize > 0, proof.Verify(older, newer with { Root = Trees.Changed(newer.Root) }));
                Assert.Equal(oldSize == newSize, proof.Verify(newer, older));
            }
        }
    }

    [Fact]
    public async Task A_log_whose_past_was_rewritten_does_not_extend_the_log_before()
    {
        using var log = Trees.Log(21);
        using var rewritten = Trees.Text(new StreamReader(Trees.Log(30)).ReadToEnd().Replace("T00:00:00.000004Z", "T00:00:00.000005Z", StringComparison.Ordinal));
        var (published, later) = (await DigestLog.ReadHeadAsync(log, cancellationToken: Token), await DigestLog.ReadHeadAsync(rewritten, cancellationToken: Token));
        rewritten.Position = 0;

        Assert.False((await DigestLog.ProveConsistencyAsync(rewritten, 21, cancellationToken: Token)).Verify(published, later));
    }

    private static IEnumerable<ConsistencyProof> Altered(ConsistencyProof proof) =>
    [
        proof with { OldSize = proof.OldSize + 1 },
        proof with { OldSize = proof.OldSize - 1 },
        proof with { OldSize = -proof.OldSize - 1 },
        proof with { NewSize = proof.NewSize + 1 },
        proof with { NewSize = proof.NewSize - 1 },
        proof with { Path = default },
        .. Trees.Changes(proof.Path).Select(path => proof with { Path = [.. path] }),
    ];
}
