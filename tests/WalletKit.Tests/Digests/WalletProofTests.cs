using System.Text.Json;
using WalletKit.Digests.Merkle;

namespace WalletKit.Tests.Digests;

[Slow]
public sealed class WalletProofTests
{
    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task An_owner_sees_that_a_published_log_covers_the_wallet_at_its_version(string store)
    {
        await using var ledger = await Ledger.CreateAsync(store);
        var (manifest, digest) = await ledger.DigestAsync();
        using var log = Trees.Log(6);
        var published = await DigestLog.AppendAsync(log, digest, Token);
        var wallet = await ledger.Wallets.Wallets.GetWalletAsync(ledger.Two, Token);

        var proof = Again(await DigestManifest.ProveAsync(new MemoryStream(manifest), ledger.Two, Token));
        log.Position = 0;
        var logged = Again(await DigestLog.ProveAsync(log, digest.Head, cancellationToken: Token));

        Assert.True(logged.Verify(published));
        Assert.True(proof.Verify(logged.Digest));
        Assert.Equal((wallet.Id, wallet.Version, wallet.ChainHash), (proof.WalletId, proof.Version, proof.ChainHash));
        Assert.Equal(digest.Time, logged.Time);
    }

    [Fact]
    public async Task A_wallet_that_a_digest_does_not_have_has_no_proof()
    {
        Assert.Null(await DigestManifest.ProveAsync(Trees.Manifest(5), Ledger.Id(5), Token));
        Assert.Null(await DigestManifest.ProveAsync(Trees.Manifest(0), Ledger.Id(0), Token));
    }

    [Fact]
    public async Task A_manifest_that_is_cut_off_in_a_line_is_refused_with_its_line()
    {
        var text = Trees.Manifest(3).ToArray();
        for (var length = 0; length < text.Length; length++)
        {
            if (length == 0 || text[length - 1] != '\n')
            {
                using var manifest = new MemoryStream(text[..length]);
                var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => DigestManifest.ProveAsync(manifest, Ledger.Id(0), Token));
                Assert.Contains($"Line {text[..length].Count(character => character == '\n') + 1} ", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"OldSize\":1,\"NewSize\":2,\"Path\":null}")]
    [InlineData("{\"OldSize\":1,\"NewSize\":2,\"Path\":[null]}")]
    [InlineData("{\"OldSize\":1,\"NewSize\":2,\"Path\":[\"00\"]}")]
    [InlineData("{\"OldSize\":1,\"NewSize\":9223372036854775808,\"Path\":[]}")]
    [InlineData("{\"OldSize\":1,\"NewSize\":2,\"Path\":[")]
    [InlineData("{\"OldSize\":-1,\"NewSize\":2,\"Path\":[]}")]
    [InlineData("{\"OldSize\":1,\"NewSize\":2,\"Path\":[]}")]
    [InlineData("{\"OldSize\":1,\"NewSize\":9223372036854775807,\"Path\":[]}")]
    public void A_malformed_proof_is_refused_by_its_JSON_or_does_not_hold(string json)
    {
        ConsistencyProof? proof = null;
        try
        {
            proof = JsonSerializer.Deserialize<ConsistencyProof>(json);
        }
        catch (JsonException)
        {
        }

        Assert.NotEqual(true, proof?.Verify(new TreeHead(proof.OldSize, default), new TreeHead(proof.NewSize, default)));
    }

    [Fact]
    public void A_path_that_is_too_long_is_left_at_the_height_of_the_largest_tree()
    {
        Sha256Hash[] path = new Sha256Hash[1_000_000];
        var proof = new WalletProof { WalletId = Ledger.Id(1), Version = 1, ChainHash = default, Index = 5, Size = long.MaxValue, Path = [.. path] };
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(proof.Verify(new TreeHead(long.MaxValue, default)));
        Assert.False(Consistency.Holds(new TreeHead(5, default), new TreeHead(long.MaxValue, default), [.. path[..70]]));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_tree_over_a_million_leaves_keeps_as_many_hashes_as_it_is_high()
    {
        var tree = new GrowingTree();
        tree.Append(default, isMarked: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 1_000_000; i++)
        {
            tree.Append(default);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal((1_000_000, 20), (tree.Head.Size, tree.Path().Length));
    }

    [Fact]
    public async Task A_wallet_of_many_is_proven_with_few_hashes()
    {
        const int Wallets = 100_003;
        using var manifest = Trees.Manifest(Wallets);
        var head = await DigestManifest.ReadHeadAsync(manifest, Token);
        foreach (var number in new[] { 0, 65_535, 65_536, Wallets - 1 })
        {
            manifest.Position = 0;

            var proof = await DigestManifest.ProveAsync(manifest, Ledger.Id(number), Token);

            Assert.True(proof!.Verify(head));
            Assert.InRange(proof.Path.Length, 1, 17);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("1/00")]
    [InlineData("-1/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("01/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("+1/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("9223372036854775808/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void A_text_that_is_no_head_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => TreeHead.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TreeHead>($"\"{text}\""));
    }

    private static T Again<T>(T? value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value))!;
}
