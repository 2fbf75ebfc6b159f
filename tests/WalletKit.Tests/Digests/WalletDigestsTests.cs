using System.Text;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Digests.Merkle;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Running;

namespace WalletKit.Tests.Digests;

[Slow]
public sealed class WalletDigestsTests
{
    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_manifest_has_a_line_for_each_wallet_by_id_and_the_digest_is_the_head_of_their_tree(string store)
    {
        await using var ledger = await Ledger.CreateAsync(store);

        var (manifest, digest) = await ledger.DigestAsync();

        var (lines, tree) = (new List<string> { "WalletKit digest 1" }, new GrowingTree());
        foreach (var walletId in new[] { ledger.One, ledger.Two, ledger.Three, ledger.Empty })
        {
            var wallet = await ledger.Wallets.Wallets.GetWalletAsync(walletId, Token);
            lines.Add($"{walletId} {wallet.Version} {wallet.ChainHash}");
            tree.Append(new ManifestLine(walletId, wallet.Version, wallet.ChainHash).Leaf());
        }

        Assert.Equal(string.Concat(lines.Select(line => line + "\n")), Encoding.ASCII.GetString(manifest));
        Assert.Equal(new StoreDigest { Head = tree.Head, Transactions = 11, Time = ledger.Wallets.Time.GetUtcNow() }, digest);
    }

    [Fact]
    public async Task The_same_books_have_the_same_digest_whichever_store_keeps_them()
    {
        await using var memory = await Ledger.CreateAsync(TestWallets.InMemory);
        await using var file = await Ledger.CreateAsync(TestWallets.Sqlite);

        var (manifest, digest) = await memory.DigestAsync();

        Assert.Equal(digest, (await file.DigestAsync()).Digest);
        Assert.True((await file.VerifyAsync(manifest, digest.Head)).IsClean);
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Books_that_only_went_on_since_the_digest_are_clean(string store)
    {
        await using var ledger = await Ledger.CreateAsync(store);
        var (manifest, digest) = await ledger.DigestAsync();
        var (before, after) = (Ledger.Id(0), Ledger.Id(99));

        await ledger.CommitAsync(
            new OpenWallet(before, "before", Currency.FromIso("USD")),
            new OpenWallet(after, "after", Currency.FromIso("USD")),
            new Deposit(after, 1m),
            new Deposit(ledger.Empty, 1m),
            new Withdraw(ledger.One, 1m),
            new FreezeWallet(ledger.Two));

        var report = await ledger.VerifyAsync(manifest, digest.Head);
        Assert.Empty(report.Findings);
        Assert.Equal((6, 14, true), (report.Wallets, report.Transactions, report.IsClean));
        Assert.NotEqual(digest.Head, (await ledger.DigestAsync()).Digest.Head);
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Digests_of_a_store_in_use_are_true_and_its_verification_finds_nothing(string store)
    {
        await using var ledger = await Ledger.CreateAsync(store);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 2_000; i++)
                {
                    await ledger.CommitAsync(new Transfer(ledger.One, ledger.Two, 0.01m), new Transfer(ledger.Two, ledger.One, 0.01m));
                }
            },
            Token);

        do
        {
            var (manifest, digest) = await ledger.DigestAsync();
            Assert.Empty((await ledger.VerifyAsync(manifest, digest.Head)).Findings);
        }
        while (!writing.IsCompleted);

        await writing;
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Long_histories_and_many_wallets_are_read_in_pages(string store)
    {
        await using var wallets = new TestWallets(store);
        var id = Ledger.Id(1);
        WalletCommand[] commands =
        [
            .. Enumerable.Range(1, 1_001).Select(i => new OpenWallet(Ledger.Id(i), $"{i}", Currency.FromIso("USD"))),
            .. Enumerable.Range(0, 2_000).Select(_ => new Deposit(id, 1m)),
        ];
        Assert.Null((await wallets.Store.CommitAsync(new CommandBatch([.. commands]), Token)).Refusal);
        var progress = new ProgressLog();
        using var manifest = new MemoryStream();
        var digest = await wallets.Get<IWalletDigests>().WriteAsync(manifest, Token);
        manifest.Position = 0;

        var report = await wallets.Get<IWalletDigests>().VerifyAsync(manifest, digest.Head, progress, Token);

        Assert.Equal((1_001L, 2_000L), (digest.Head.Size, digest.Transactions));
        Assert.Equal((1_001L, 2_000L, 0L), (report.Wallets, report.Transactions, report.FindingCount));
        Assert.Equal(new DigestProgress { Wallets = 1, Transactions = 999, Findings = 0 }, progress.Reports[0]);
        Assert.Equal(new DigestProgress { Wallets = 1_001, Transactions = 2_000, Findings = 0 }, progress.Reports[^1]);
        Assert.True(progress.Reports.Count > 3);
        Assert.True(manifest.CanRead, "the stream was closed");
    }

    [Fact]
    public async Task An_empty_store_has_a_digest()
    {
        await using var wallets = new TestWallets(TestWallets.InMemory);
        using var manifest = new MemoryStream();

        var digest = await wallets.Get<IWalletDigests>().WriteAsync(manifest, Token);

        Assert.Equal(new TreeHead(0, Sha256Hash.Of([])), digest.Head);
        manifest.Position = 0;
        Assert.True((await wallets.Get<IWalletDigests>().VerifyAsync(manifest, digest.Head, cancellationToken: Token)).IsClean);
    }

    [Fact]
    public async Task A_canceled_digest_ends()
    {
        await using var ledger = await Ledger.CreateAsync(TestWallets.InMemory);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ledger.Digests.WriteAsync(new MemoryStream(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ledger.Digests.VerifyAsync(new MemoryStream(), default, cancellationToken: cancelled));
    }

    private sealed class ProgressLog : IProgress<DigestProgress>
    {
        public List<DigestProgress> Reports { get; } = [];

        public void Report(DigestProgress value) => Reports.Add(value);
    }
}
