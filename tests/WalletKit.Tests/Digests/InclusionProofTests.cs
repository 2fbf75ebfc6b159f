namespace WalletKit.Tests.Digests;

/// <summary>The proofs of single wallets and digests, for trees of all shapes.</summary>
[Slow]
public sealed class InclusionProofTests
{
    private const int MaxSize = 70;

    [Fact]
    public async Task Each_wallet_of_a_digest_of_any_size_is_proven_and_no_altered_proof_holds()
    {
        for (var size = 0; size <= MaxSize; size++)
        {
            using var manifest = Trees.Manifest(size);
            var head = await DigestManifest.ReadHeadAsync(manifest, Token);
            Assert.Equal(size, head.Size);
            for (var index = 0; index < size; index++)
            {
                manifest.Position = 0;
                var proof = (await DigestManifest.ProveAsync(manifest, Ledger.Id(index), Token))!;

                Assert.Equal((Ledger.Id(index), index + 1, index, size), (proof.WalletId, proof.Version, proof.Index, proof.Size));
                Assert.True(proof.Path.Length <= 7);
                Assert.True(proof.Verify(head), $"{index} of {size}");
                Assert.DoesNotContain(Altered(proof), altered => altered.Verify(head));
                Assert.DoesNotContain(Altered(head), altered => proof.Verify(altered));
            }
        }
    }

    [Fact]
    public async Task Each_digest_of_a_log_of_any_size_is_proven_and_no_altered_proof_holds()
    {
        for (var size = 0; size <= MaxSize; size++)
        {
            using var log = Trees.Log(MaxSize);
            var head = await DigestLog.ReadHeadAsync(log, size, Token);
            for (var index = 0; index < size; index++)
            {
                log.Position = 0;
                var proof = (await DigestLog.ProveAsync(log, Trees.Digest(index), size, Token))!;

                Assert.Equal((Trees.Digest(index), Trees.Time(index), index, size), (proof.Digest, proof.Time, proof.Index, proof.Size));
                Assert.True(proof.Verify(head), $"{index} of {size}");
                Assert.DoesNotContain(Altered(proof), altered => altered.Verify(head));
                Assert.DoesNotContain(Altered(head), altered => proof.Verify(altered));
            }

            log.Position = 0;
            Assert.Null(await DigestLog.ProveAsync(log, Trees.Digest(size), size, Token));
        }
    }

    [Fact]
    public async Task A_proof_of_a_wallet_never_passes_for_a_proof_of_a_digest()
    {
        using var manifest = Trees.Manifest(1);
        using var log = Trees.Log(1);

        Assert.NotEqual(await DigestManifest.ReadHeadAsync(manifest, Token), await DigestLog.ReadHeadAsync(log, cancellationToken: Token));
    }

    private static IEnumerable<TreeHead> Altered(TreeHead head) =>
        [head with { Root = Trees.Changed(head.Root) }, head with { Size = head.Size + 1 }, head with { Size = head.Size - 1 }, head with { Size = -head.Size }, default];

    private static IEnumerable<WalletProof> Altered(WalletProof proof) =>
    [
        proof with { WalletId = Ledger.Id(99) },
        proof with { Version = proof.Version + 1 },
        proof with { ChainHash = Trees.Changed(proof.ChainHash) },
        .. OtherIndexes(proof.Index, proof.Size).Select(index => proof with { Index = index }),
        proof with { Size = proof.Size + 1 },
        proof with { Size = proof.Size - 1 },
        proof with { Path = default },
        .. Trees.Changes(proof.Path).Select(path => proof with { Path = [.. path] }),
    ];

    private static IEnumerable<DigestProof> Altered(DigestProof proof) =>
    [
        proof with { Digest = proof.Digest with { Size = proof.Digest.Size + 1 } },
        proof with { Digest = proof.Digest with { Root = Trees.Changed(proof.Digest.Root) } },
        proof with { Time = proof.Time.AddMicroseconds(1) },
        .. OtherIndexes(proof.Index, proof.Size).Select(index => proof with { Index = index }),
        proof with { Size = proof.Size + 1 },
        proof with { Size = proof.Size - 1 },
        proof with { Path = default },
        .. Trees.Changes(proof.Path).Select(path => proof with { Path = [.. path] }),
    ];

    private static IEnumerable<long> OtherIndexes(long index, long size) =>
        new[] { -1, long.MinValue, long.MaxValue, size, index - 1, index + 1, index ^ 1, index ^ 2, 0, size - 1 }.Where(other => other != index);
}
