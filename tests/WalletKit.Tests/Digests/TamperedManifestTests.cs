using System.Text;
using WalletKit.Digests;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Digests;

public sealed class TamperedManifestTests
{
    public static TheoryData<Func<string, string>> Changes => new()
    {
        text => text.Replace("WalletKit digest 1", "WalletKit digest 2", StringComparison.Ordinal),
        text => text[..^1],
        text => text + "\n",
        text => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        text => text.Replace(" 10 ", " 010 ", StringComparison.Ordinal),
        text => text.Replace(" 10 ", "  10 ", StringComparison.Ordinal),
        text => text.Replace("019b7c1e", "019B7C1E", StringComparison.Ordinal),
        text => text.Replace("019b7c1e", "{019b7c1e", StringComparison.Ordinal),
        text => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Reverse().Select(line => line + "\n")),
        text => text + text.Split('\n')[1] + "\n",
        _ => "",
        _ => "something else",
        text => "\uFEFF" + text,
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_manifest_that_is_not_the_published_one_is_found(Func<string, string> change)
    {
        await using var ledger = await Ledger.CreateAsync(TestWallets.InMemory);
        var (manifest, digest) = await ledger.DigestAsync();
        var changed = Encoding.UTF8.GetBytes(change(Encoding.ASCII.GetString(manifest)));

        var report = await ledger.VerifyAsync(changed, digest.Head);

        Assert.Contains(report.Findings, finding => finding is { Kind: DigestFindingKind.ManifestChanged, WalletId: null, Version: null });
    }

    [Fact]
    public async Task Every_changed_byte_of_a_manifest_is_found()
    {
        await using var ledger = await Ledger.CreateAsync(TestWallets.InMemory);
        var (manifest, digest) = await ledger.DigestAsync();
        for (var i = 0; i < manifest.Length; i++)
        {
            var changed = (byte[])manifest.Clone();
            changed[i] ^= 1;

            Assert.Contains((await ledger.VerifyAsync(changed, digest.Head)).Findings, finding => finding.Kind == DigestFindingKind.ManifestChanged);
        }
    }

    [Fact]
    public async Task A_manifest_that_was_rewritten_with_its_hash_is_not_the_published_one()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (_, published) = await ledger.DigestAsync();
        await ledger.CommitAsync(new WalletKit.Deposit(ledger.One, 1m));
        var (later, _) = await ledger.DigestAsync();

        var finding = Assert.Single((await ledger.VerifyAsync(later, published.Head)).Findings);

        Assert.Equal(DigestFindingKind.ManifestChanged, finding.Kind);
        Assert.Contains(published.Head.ToString(), finding.Message, StringComparison.Ordinal);
    }
}
