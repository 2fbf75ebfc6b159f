using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Digests;

public sealed class UnreadableHistoryTests
{
    private const string FromEmpty = "wallet_id = (SELECT id FROM wallets WHERE owner_id = 'empty')";

    [Fact]
    public async Task A_history_of_which_nothing_can_be_read_is_given_up_after_a_while_and_the_rest_is_verified()
    {
        await using var ledger = await Ledger.CreateAsync();
        await ledger.CommitAsync([.. Enumerable.Range(0, 300).Select(_ => new Deposit(ledger.Empty, 1m))]);
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper($"UPDATE transactions SET type = 77 WHERE {FromEmpty}; UPDATE wallets SET balance = balance + 1 WHERE owner_id = 'two'");

        var report = await ledger.VerifyAsync(manifest, digest.Hash);
        Assert.Equal(Enumerable.Range(1, 101), report.Findings.Where(finding => finding.WalletId == ledger.Empty).Select(finding => (int)finding.Sequence!));
        Assert.All(report.Findings.Where(finding => finding.WalletId == ledger.Empty), finding => Assert.Equal(DigestFindingKind.TransactionUnreadable, finding.Kind));
        Assert.Contains(report.Findings, finding => finding.Kind == DigestFindingKind.WalletChanged && finding.WalletId == ledger.Two);
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_here_and_there_are_each_passed_by()
    {
        await using var ledger = await Ledger.CreateAsync();
        await ledger.CommitAsync([.. Enumerable.Range(0, 300).Select(_ => new Deposit(ledger.Empty, 1m))]);
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper($"UPDATE transactions SET type = 77 WHERE {FromEmpty} AND sequence % 2 = 0");

        var report = await ledger.VerifyAsync(manifest, digest.Hash);
        Assert.Equal(Enumerable.Range(1, 150).Select(i => i * 2), report.Findings.Select(finding => (int)finding.Sequence!));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_and_stands_out_of_reach_is_not_walked_to_one_by_one()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(TimeSpan.FromSeconds(60));

        ledger.Tamper("UPDATE wallets SET last_sequence = 1152921504606846976 WHERE owner_id = 'one'; UPDATE transactions SET sequence = 1152921504606846976, type = 77 WHERE sequence = 8");

        using var stream = new MemoryStream(manifest);
        var report = await ledger.Digests.VerifyAsync(stream, digest.Hash, cancellationToken: guard.Token);
        Assert.Contains(report.Findings, finding => finding is { Kind: DigestFindingKind.TransactionUnreadable, Sequence: 108 } && finding.WalletId == ledger.One);
    }

    [Fact]
    public async Task A_wallet_that_cannot_be_read_again_is_a_finding_and_the_others_are_verified()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        ledger.Tamper("INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, hash) SELECT wallet_id, 9, 1, 1, 1, 10, created_at, hash FROM transactions WHERE sequence = 8");
        using var stream = new MemoryStream(manifest);

        var report = await new WalletDigests(new LosingStore(ledger.Store), TimeProvider.System).VerifyAsync(stream, digest.Hash, cancellationToken: Token);

        var finding = Assert.Single(report.Findings);
        Assert.Equal((DigestFindingKind.WalletUnreadable, ledger.One), (finding.Kind, finding.WalletId!.Value));
        Assert.Equal(4, report.Wallets);
    }

    [Fact]
    public async Task A_row_that_comes_again_is_passed_by()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(TimeSpan.FromSeconds(60));
        using var stream = new MemoryStream(manifest);

        var report = await new WalletDigests(new RepeatingStore(ledger.Store), TimeProvider.System).VerifyAsync(stream, digest.Hash, cancellationToken: guard.Token);

        Assert.Contains(report.Findings, finding => finding is { Kind: DigestFindingKind.TransactionUnreadable, Sequence: 4 } && finding.WalletId == ledger.One);
    }

    private sealed class LosingStore(IWalletStore next) : ForwardingWalletStore(next)
    {
        public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
            throw new WalletStoreException(StoreFailure.Corrupt, "the wallet's row is damaged.");
    }

    // The third transaction comes again in the place of the fourth.
    private sealed class RepeatingStore(IWalletStore next) : ForwardingWalletStore(next)
    {
        public override async ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await base.ListTransactionsAsync(range, cancellationToken);
            return new([.. page.Select(transaction => transaction.Sequence == 4 ? transaction with { Sequence = 3 } : transaction)], page.HasMore);
        }
    }
}
