using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.Samples.Tests.Operations;

namespace WalletKit.Samples.Tests.TamperEvidence;

public sealed class DigestExamples : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string ManifestFile => Path.Combine(_folder, "2026-01-31.digest");

    private string LogFile => Path.Combine(_folder, "digests.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_digest_is_logged_and_the_store_is_verified_against_it()
    {
        await using var scene = new Scene();
        var (digests, manifestFile, logFile) = (scene.Provider.GetRequiredService<IWalletDigests>(), ManifestFile, LogFile);
        await scene.OpenAsync(100m);

        // [example: write]
        StoreDigest digest;                                               // digests is the host's IWalletDigests
        await using (var manifest = File.Create(manifestFile))            // "2026-01-31.digest", to be kept
        {
            digest = await digests.WriteAsync(manifest);
        }

        TreeHead published;
        await using (var log = new FileStream(logFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 4_096, FileOptions.WriteThrough))
        {
            published = await DigestLog.AppendAsync(log, digest);         // $"{published}" is one short text, to be published
        }
        // [end]

        // [example: verify]
        await using (var manifest = File.OpenRead(manifestFile))
        {
            var report = await digests.VerifyAsync(manifest, digest.Head);
            foreach (var finding in report.Findings)
            {
                Console.WriteLine(finding.Message);                       // names the wallet and the version
            }
        }
        // [end]

        Assert.Equal(1, published.Size);
        await using var again = File.OpenRead(manifestFile);
        Assert.True((await digests.VerifyAsync(again, digest.Head)).IsClean);
    }

    [Fact]
    public async Task A_wallet_is_proven_to_its_owner_and_the_log_to_its_auditor()
    {
        await using var scene = new Scene();
        var (digests, manifestFile, logFile) = (scene.Provider.GetRequiredService<IWalletDigests>(), ManifestFile, LogFile);
        var (older, _) = await PublishAsync(digests);
        var wallet = await scene.OpenAsync(100m);
        var walletId = wallet.Id;
        var (published, digest) = await PublishAsync(digests);

        // [example: prove]
        WalletProof? walletProof;
        await using (var manifest = File.OpenRead(manifestFile))
        {
            walletProof = await DigestManifest.ProveAsync(manifest, walletId);      // null where the digest has no such wallet
        }

        DigestProof? digestProof;
        await using (var log = File.OpenRead(logFile))
        {
            digestProof = await DigestLog.ProveAsync(log, digest.Head);
        }

        var json = JsonSerializer.Serialize(walletProof);                           // for the owner, with the other one
        // [end]

        Assert.Equal(walletProof!.ChainHash, JsonSerializer.Deserialize<WalletProof>(json)!.ChainHash);
        Assert.NotNull(digestProof);

        // [example: check]
        var isProven = digestProof.Verify(published) && walletProof.Verify(digestProof.Digest);
        // [end]

        Assert.True(isProven);
        Assert.Equal(2, walletProof.Version);

        // [example: extend]
        ConsistencyProof proof;
        await using (var log = File.OpenRead(logFile))
        {
            proof = await DigestLog.ProveConsistencyAsync(log, older.Size, published.Size);
        }

        var isExtended = proof.Verify(older, published);                            // the auditor's own copies of both heads
        // [end]

        Assert.True(isExtended);
    }

    private async Task<(TreeHead Published, StoreDigest Digest)> PublishAsync(IWalletDigests digests)
    {
        await using var manifest = File.Create(ManifestFile);
        await using var log = new FileStream(LogFile, FileMode.OpenOrCreate);
        var digest = await digests.WriteAsync(manifest);
        return (await DigestLog.AppendAsync(log, digest), digest);
    }
}
