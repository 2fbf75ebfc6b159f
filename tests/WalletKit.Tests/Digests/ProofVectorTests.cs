using System.Text.Json;
using System.Text.Json.Nodes;
using WalletKit.Digests.Merkle;
using WalletKit.Tests.Rules;

namespace WalletKit.Tests.Digests;

/// <summary>Known trees and their proofs, which a program in Python calculated from the document.</summary>
[Slow]
public sealed class ProofVectorTests
{
    private static readonly List<KnownTree> s_trees =
        JsonSerializer.Deserialize<List<KnownTree>>(File.ReadAllText(VectorFile), JsonSerializerOptions.Web)!;

    private static string VectorFile => Path.Combine(AppContext.BaseDirectory, "Digests", "Vectors", "proofs.json");

    [Fact]
    public async Task A_program_in_another_language_finds_the_same_trees_and_proofs()
    {
        var (exitCode, output) = await Python.VerifyProofsAsync(VectorFile, TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output[..Math.Min(output.Length, 2_000)]);
    }

    [Fact]
    public void The_trees_are_those_of_Certificate_Transparency()
    {
        var known = s_trees.Where(tree => tree.Kind == "bytes").ToList();

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], known.Select(tree => tree.Leaves.Count));
        Assert.All(known, tree =>
        {
            Sha256Hash[] leaves = [.. tree.Leaves.Select(leaf => MerkleHash.Leaf(Convert.FromHexString(leaf!.GetValue<string>())))];
            Assert.Equal(tree.Head, Grow(leaves).Head);
            Assert.Equal(tree.Inclusion, leaves.Select((_, index) => Grow(leaves, index).Path().AsEnumerable()));
            Assert.All(tree.Consistency.Index(), proof => Assert.True(Consistency.Holds(Grow(leaves[..proof.Index]).Head, tree.Head, [.. proof.Item])));
        });
        Assert.Equal("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", known[8].Root.ToString());
    }

    [Fact]
    public async Task The_digests_of_known_wallets_and_their_proofs_are_the_same_in_every_release()
    {
        var known = s_trees.Where(tree => tree.Kind == "digest").ToList();

        Assert.Equal([0, 1, 2, 3, 5, 8, 21], known.Select(tree => tree.Leaves.Count));
        foreach (var tree in known)
        {
            using var manifest = Trees.Text("WalletKit digest 1\n" + string.Concat(tree.Leaves.Select(wallet => $"{wallet!["wallet"]} {wallet["version"]} {wallet["hash"]}\n")));
            Assert.Equal(tree.Head, await DigestManifest.ReadHeadAsync(manifest, Token));
            foreach (var (index, wallet) in tree.Leaves.Index())
            {
                manifest.Position = 0;
                var proof = await DigestManifest.ProveAsync(manifest, WalletId.Parse(wallet!["wallet"]!.GetValue<string>()), Token);

                Assert.Equal(tree.Inclusion[index], proof!.Path);
                Assert.True(proof.Verify(tree.Head));
            }
        }
    }

    [Fact]
    public async Task The_logs_of_known_digests_and_their_proofs_are_the_same_in_every_release()
    {
        var known = s_trees.Where(tree => tree.Kind == "log").ToList();

        Assert.Equal([0, 1, 2, 3, 5, 8, 21, 1], known.Select(tree => tree.Leaves.Count));
        foreach (var tree in known)
        {
            using var log = Trees.Text("WalletKit digest log 1\n" + string.Concat(tree.Leaves.Select(digest => $"{digest!["time"]} {digest["digest"]}\n")));
            Assert.Equal(tree.Head, await DigestLog.ReadHeadAsync(log, cancellationToken: Token));
            foreach (var (index, digest) in tree.Leaves.Index())
            {
                log.Position = 0;
                var proof = await DigestLog.ProveAsync(log, TreeHead.Parse(digest!["digest"]!.GetValue<string>()), cancellationToken: Token);
                Assert.Equal(tree.Inclusion[index], proof!.Path);
                Assert.True(proof.Verify(tree.Head));
            }

            foreach (var (oldSize, path) in tree.Consistency.Index())
            {
                log.Position = 0;
                Assert.Equal(path, (await DigestLog.ProveConsistencyAsync(log, oldSize, cancellationToken: Token)).Path);
            }
        }
    }

    private static GrowingTree Grow(Sha256Hash[] leaves, int marked = -1)
    {
        var tree = new GrowingTree();
        foreach (var (index, leaf) in leaves.Index())
        {
            tree.Append(leaf, index == marked);
        }

        return tree;
    }

    private sealed record KnownTree(string About, string Kind, JsonArray Leaves, Sha256Hash Root, Sha256Hash[][] Inclusion, Sha256Hash[][] Consistency)
    {
        public TreeHead Head => new(Leaves.Count, Root);
    }
}
