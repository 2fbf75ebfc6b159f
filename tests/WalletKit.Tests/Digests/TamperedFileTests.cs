using WalletKit.Digests;
using WalletKit.Stores;

namespace WalletKit.Tests.Digests;

/// <summary>Books that were changed without the library.</summary>
public sealed class TamperedFileTests
{
    private const string FromOne = "wallet_id = (SELECT id FROM wallets WHERE owner_id = 'one')";

    /// <summary>Each change, and the findings: kind, wallet (0 for none) and sequence (-1 for none) of each.</summary>
    public static TheoryData<string, (DigestFindingKind Kind, int Wallet, long Sequence)[]> Damages => new()
    {
        { $"UPDATE transactions SET amount = 20000, balance_after = 20000 WHERE {FromOne} AND sequence = 1", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { $"UPDATE transactions SET amount = amount - 1 WHERE {FromOne} AND sequence = 3", [(DigestFindingKind.TransactionChanged, 1, 3)] },
        { $"UPDATE transactions SET balance_after = balance_after + 1 WHERE {FromOne} AND sequence = 6", [(DigestFindingKind.TransactionChanged, 1, 6)] },
        { $"UPDATE transactions SET type = 101, hold = NULL, hold_remaining = NULL WHERE {FromOne} AND sequence = 6", [(DigestFindingKind.TransactionChanged, 1, 6)] },
        { $"UPDATE transactions SET version = version + 1 WHERE {FromOne} AND sequence = 5", [(DigestFindingKind.TransactionChanged, 1, 5)] },
        { $"UPDATE transactions SET created_at = created_at + 1 WHERE {FromOne} AND sequence = 2", [(DigestFindingKind.TransactionChanged, 1, 2)] },
        { $"UPDATE transactions SET reference = 'order-8' WHERE {FromOne} AND sequence = 1", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { $"UPDATE transactions SET reference = NULL WHERE {FromOne} AND sequence = 1", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { $"UPDATE transactions SET metadata = json_set(metadata, '$.a', '2') WHERE {FromOne} AND sequence = 1", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { $"UPDATE transactions SET metadata = NULL WHERE {FromOne} AND sequence = 1", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { $"UPDATE transactions SET rebate_of = 3 WHERE {FromOne} AND sequence = 2", [(DigestFindingKind.TransactionChanged, 1, 2)] },
        { $"UPDATE transactions SET reversal_of = 6 WHERE {FromOne} AND sequence = 7", [(DigestFindingKind.TransactionChanged, 1, 7)] },
        { $"UPDATE transactions SET hold = 2 WHERE {FromOne} AND sequence = 6", [(DigestFindingKind.TransactionChanged, 1, 6)] },
        { $"UPDATE transactions SET hold_remaining = 0 WHERE {FromOne} AND sequence = 6", [(DigestFindingKind.TransactionChanged, 1, 6)] },
        { $"UPDATE transactions SET counterpart_wallet_id = 4 WHERE {FromOne} AND sequence = 4", [(DigestFindingKind.TransactionChanged, 1, 4)] },
        { $"UPDATE transactions SET counterpart_sequence = 2 WHERE {FromOne} AND sequence = 4", [(DigestFindingKind.TransactionChanged, 1, 4)] },
        { $"UPDATE transactions SET counterpart_amount = 901 WHERE {FromOne} AND sequence = 5", [(DigestFindingKind.TransactionChanged, 1, 5)] },
        { $"UPDATE transactions SET exchange_rate = '0.91' WHERE {FromOne} AND sequence = 5", [(DigestFindingKind.TransactionChanged, 1, 5)] },
        { $"UPDATE transactions SET exchange_rounding = 'ToZero' WHERE {FromOne} AND sequence = 5", [(DigestFindingKind.TransactionChanged, 1, 5)] },
        { $"UPDATE transactions SET hash = zeroblob(32) WHERE {FromOne} AND sequence = 5", [(DigestFindingKind.TransactionChanged, 1, 5), (DigestFindingKind.TransactionChanged, 1, 6)] },
        { $"DELETE FROM transactions WHERE {FromOne} AND sequence = 3", [(DigestFindingKind.TransactionMissing, 1, 3)] },
        { $"DELETE FROM transactions WHERE {FromOne} AND sequence IN (3, 4)", [(DigestFindingKind.TransactionMissing, 1, 3)] },
        { $"DELETE FROM transactions WHERE {FromOne} AND sequence = 1", [(DigestFindingKind.TransactionMissing, 1, 1)] },
        { $"DELETE FROM transactions WHERE {FromOne} AND sequence = 8", [(DigestFindingKind.TransactionMissing, 1, 8)] },
        { $"DELETE FROM transactions WHERE {FromOne}", [(DigestFindingKind.TransactionMissing, 1, 1)] },
        {
            $"UPDATE transactions SET sequence = 99 WHERE {FromOne} AND sequence = 3; UPDATE transactions SET sequence = 3 WHERE {FromOne} AND sequence = 4; UPDATE transactions SET sequence = 4 WHERE {FromOne} AND sequence = 99",
            [(DigestFindingKind.TransactionChanged, 1, 3), (DigestFindingKind.TransactionChanged, 1, 4), (DigestFindingKind.TransactionChanged, 1, 5)]
        },
        {
            $"UPDATE transactions SET sequence = sequence + 1 WHERE {FromOne} AND sequence = 8; INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, hash) SELECT wallet_id, 8, 1, 1, 1, 10, created_at, hash FROM transactions WHERE {FromOne} AND sequence = 7; UPDATE wallets SET last_sequence = 9 WHERE owner_id = 'one'",
            [(DigestFindingKind.TransactionChanged, 1, 8), (DigestFindingKind.TransactionChanged, 1, 9), (DigestFindingKind.HistoryRewritten, 1, 8)]
        },
        {
            $"INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, hash) SELECT wallet_id, 9, 1, 1, 1, 10, created_at, hash FROM transactions WHERE {FromOne} AND sequence = 8",
            [(DigestFindingKind.TransactionUnexpected, 1, 9)]
        },
        {
            $"INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, hash) SELECT wallet_id, 0, 1, 1, 1, 10, created_at, hash FROM transactions WHERE {FromOne} AND sequence = 8",
            [(DigestFindingKind.TransactionUnexpected, 1, 0)]
        },
        { $"UPDATE transactions SET type = 77 WHERE {FromOne} AND sequence = 4", [(DigestFindingKind.TransactionUnreadable, 1, 4)] },
        { $"UPDATE transactions SET metadata = '[1]' WHERE {FromOne} AND sequence = 1", [(DigestFindingKind.TransactionUnreadable, 1, 1)] },
        { $"UPDATE transactions SET hash = x'00' WHERE {FromOne} AND sequence = 8", [(DigestFindingKind.TransactionUnreadable, 1, 8)] },
        { $"UPDATE transactions SET exchange_rate = 'much' WHERE {FromOne} AND sequence = 5", [(DigestFindingKind.TransactionUnreadable, 1, 5)] },
        { "UPDATE wallets SET balance = balance + 1 WHERE owner_id = 'one'", [(DigestFindingKind.WalletChanged, 1, 8)] },
        { "UPDATE wallets SET balance = balance + 1 WHERE owner_id = 'empty'", [(DigestFindingKind.WalletChanged, 4, 0)] },
        { "UPDATE wallets SET chain_hash = zeroblob(32) WHERE owner_id = 'one'", [(DigestFindingKind.WalletChanged, 1, 8)] },
        { "UPDATE wallets SET owner_id = 'thief' WHERE owner_id = 'one'", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { "UPDATE wallets SET name = 'other' WHERE owner_id = 'one'", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { "UPDATE wallets SET exponent = 0 WHERE owner_id = 'one'", [(DigestFindingKind.TransactionChanged, 1, 1), (DigestFindingKind.TransactionChanged, 3, 1)] },
        { "UPDATE wallets SET currency = 'CHF' WHERE owner_id = 'two'", [(DigestFindingKind.TransactionChanged, 2, 1)] },
        { "UPDATE wallets SET created_at = created_at - 1 WHERE owner_id = 'one'", [(DigestFindingKind.TransactionChanged, 1, 1)] },
        { "UPDATE wallets SET owner_id = 'thief' WHERE owner_id = 'empty'", [(DigestFindingKind.WalletChanged, 4, 0), (DigestFindingKind.HistoryRewritten, 4, 0)] },
        { $"DELETE FROM transactions WHERE {FromOne}; DELETE FROM wallets WHERE owner_id = 'one'", [(DigestFindingKind.WalletMissing, 1, -1), (DigestFindingKind.TransactionChanged, 2, 1), (DigestFindingKind.TransactionChanged, 2, 2), (DigestFindingKind.TransactionChanged, 3, 1)] },
        { "DELETE FROM wallets WHERE owner_id = 'empty'", [(DigestFindingKind.WalletMissing, 4, -1)] },
        { "UPDATE wallets SET status = 'gone' WHERE owner_id = 'empty'", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 4, -1)] },
        { "UPDATE wallets SET exponent = 99 WHERE owner_id = 'empty'", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 4, -1)] },
        { "UPDATE wallets SET chain_hash = x'00' WHERE owner_id = 'empty'", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 4, -1)] },
        { "UPDATE wallets SET public_id = x'ff' WHERE owner_id = 'empty'", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletMissing, 4, -1)] },
        { "UPDATE wallets SET public_id = x'00' WHERE owner_id = 'empty'", [(DigestFindingKind.WalletMissing, 4, -1)] },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Each_damage_is_found_where_it_is(string sql, (DigestFindingKind Kind, int Wallet, long Sequence)[] expected)
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper(sql);

        var report = await ledger.VerifyAsync(manifest, digest.Hash);
        Assert.Equal(
            expected.Select(finding => (finding.Kind, finding.Wallet == 0 ? default(WalletId?) : Ledger.Id(finding.Wallet), finding.Sequence < 0 ? default(long?) : finding.Sequence)),
            report.Findings.Select(finding => (finding.Kind, finding.WalletId, finding.Sequence)));
        Assert.False(report.IsClean);
        Assert.All(report.Findings, finding => Assert.EndsWith(".", finding.Message, StringComparison.Ordinal));
        Assert.All(report.Findings.Where(finding => finding.WalletId is not null), finding => Assert.Contains(finding.WalletId.ToString()!, finding.Message, StringComparison.Ordinal));
    }

    // A program that can write to the file can calculate the hashes anew as well, because their content is no secret.
    [Fact]
    public async Task History_that_was_rewritten_with_all_its_hashes_and_balances_agrees_with_itself_and_not_with_the_digest()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper($"UPDATE transactions SET amount = amount + 100000 WHERE {FromOne} AND sequence = 1; UPDATE transactions SET balance_after = balance_after + 100000 WHERE {FromOne}; UPDATE wallets SET balance = balance + 100000 WHERE owner_id = 'one'");
        await RehashAsync(ledger, ledger.One);

        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Hash)).Findings);
        Assert.Equal((DigestFindingKind.HistoryRewritten, ledger.One, 8), (finding.Kind, finding.WalletId, finding.Sequence));
        var (newManifest, newDigest) = await ledger.DigestAsync();
        Assert.True((await ledger.VerifyAsync(newManifest, newDigest.Hash)).IsClean, "the tampering was not complete");
    }

    [Fact]
    public async Task Another_owner_with_all_hashes_made_anew_is_found_by_the_digest()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper("UPDATE wallets SET owner_id = 'thief' WHERE owner_id = 'one'");
        await RehashAsync(ledger, ledger.One);

        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Hash)).Findings);
        Assert.Equal((DigestFindingKind.HistoryRewritten, ledger.One), (finding.Kind, finding.WalletId!.Value));
    }

    [Fact]
    public async Task A_history_that_was_cut_off_before_the_digest_is_found_however_tidy_the_cut()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper($"DELETE FROM transactions WHERE {FromOne} AND sequence > 6; UPDATE wallets SET last_sequence = 6, (balance, chain_hash) = (SELECT balance_after, hash FROM transactions WHERE {FromOne} AND sequence = 6) WHERE owner_id = 'one'");

        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Hash)).Findings);
        Assert.Equal((DigestFindingKind.HistoryShortened, ledger.One, 7), (finding.Kind, finding.WalletId, finding.Sequence));
    }

    [Fact]
    public async Task Changes_after_the_digest_are_beyond_it()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        await ledger.CommitAsync(new Deposit(ledger.One, 1m), new Deposit(ledger.Empty, 2m));

        ledger.Tamper($"UPDATE transactions SET amount = amount + 1, balance_after = balance_after + 1 WHERE {FromOne} AND sequence = 9; UPDATE wallets SET balance = balance + 1 WHERE owner_id = 'one'");
        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Hash)).Findings);
        Assert.Equal((DigestFindingKind.TransactionChanged, ledger.One, 9), (finding.Kind, finding.WalletId, finding.Sequence));
        await RehashAsync(ledger, ledger.One);

        Assert.True((await ledger.VerifyAsync(manifest, digest.Hash)).IsClean);
    }

    [Fact]
    public async Task Findings_past_what_a_report_lists_are_counted()
    {
        await using var ledger = await Ledger.CreateAsync();
        await ledger.CommitAsync([.. Enumerable.Range(0, 1_200).Select(_ => new Deposit(ledger.Empty, 1m))]);
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper("UPDATE transactions SET created_at = created_at + 1");

        var report = await ledger.VerifyAsync(manifest, digest.Hash);
        Assert.Equal((1_211L, DigestReport.MaxFindings), (report.FindingCount, report.Findings.Count));
    }

    private static async Task RehashAsync(Ledger ledger, WalletId walletId)
    {
        var wallet = (await ledger.Store.FindWalletAsync(walletId, Token))!;
        var hash = HashChain.Begin(wallet);
        foreach (var transaction in await ledger.Store.ListTransactionsAsync(new HistoryRange(walletId, HistoryOrder.OldestFirst, null, 100), Token))
        {
            hash = HashChain.Next(hash, transaction);
            ledger.Tamper($"UPDATE transactions SET hash = x'{hash}' WHERE wallet_id = (SELECT id FROM wallets WHERE owner_id = '{wallet.OwnerId}') AND sequence = {transaction.Sequence}");
        }

        ledger.Tamper($"UPDATE wallets SET chain_hash = x'{hash}' WHERE owner_id = '{wallet.OwnerId}'");
    }
}
