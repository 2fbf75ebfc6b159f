using WalletKit.Digests;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Digests;

/// <summary>Books that were changed without the library.</summary>
public sealed class TamperedFileTests
{
    private const string FromOne = "wallet_id = (SELECT id FROM walletkit_wallets WHERE owner_id = 'one')";

    /// <summary>Each change, and the findings: kind, wallet (0 for none) and version (-1 for none) of each.</summary>
    public static TheoryData<string, (DigestFindingKind Kind, int Wallet, long Version)[]> Damages => new()
    {
        { $"UPDATE walletkit_journal SET amount = 20000, balance = 20000 WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { $"UPDATE walletkit_journal SET amount = amount - 1 WHERE {FromOne} AND version = 4", [(DigestFindingKind.EntryChanged, 1, 4)] },
        { $"UPDATE walletkit_journal SET balance = balance + 1 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET type = 101, hold = NULL, hold_remaining = NULL WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET recorded_at = recorded_at + 1 WHERE {FromOne} AND version = 3", [(DigestFindingKind.EntryChanged, 1, 3)] },
        { $"UPDATE walletkit_journal SET sequence = sequence - 1 WHERE {FromOne} AND version = 6", [(DigestFindingKind.EntryChanged, 1, 6)] },
        { $"UPDATE walletkit_texts SET reference = 'order-8' WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { $"UPDATE walletkit_texts SET reference = NULL WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { $"UPDATE walletkit_texts SET metadata = json_set(metadata, '$.a', '2') WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { $"UPDATE walletkit_texts SET metadata = NULL WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { $"UPDATE walletkit_journal SET text_commitment = zeroblob(32) WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { $"UPDATE walletkit_journal SET text_commitment = NULL WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { $"UPDATE walletkit_journal SET rebate_of = 4 WHERE {FromOne} AND version = 3", [(DigestFindingKind.EntryChanged, 1, 3)] },
        { $"UPDATE walletkit_journal SET reversal_of = 8 WHERE {FromOne} AND version = 9", [(DigestFindingKind.EntryChanged, 1, 9)] },
        { $"UPDATE walletkit_journal SET hold = 2 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET hold_remaining = 0 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET hold_remaining = 900 WHERE {FromOne} AND version = 7", [(DigestFindingKind.EntryChanged, 1, 7)] },
        { $"UPDATE walletkit_journal SET counterpart_wallet_id = 4 WHERE {FromOne} AND version = 5", [(DigestFindingKind.EntryChanged, 1, 5)] },
        { $"UPDATE walletkit_journal SET counterpart_version = 3 WHERE {FromOne} AND version = 5", [(DigestFindingKind.EntryChanged, 1, 5)] },
        { $"UPDATE walletkit_journal SET counterpart_amount = 901 WHERE {FromOne} AND version = 6", [(DigestFindingKind.EntryChanged, 1, 6)] },
        { $"UPDATE walletkit_journal SET exchange_rate = '0.91' WHERE {FromOne} AND version = 6", [(DigestFindingKind.EntryChanged, 1, 6)] },
        { $"UPDATE walletkit_journal SET exchange_rounding = 'ToZero' WHERE {FromOne} AND version = 6", [(DigestFindingKind.EntryChanged, 1, 6)] },
        { $"UPDATE walletkit_journal SET held = 900 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET held = NULL WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET last_hold = 2 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET open_holds = 2 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET credit_limit = 1 WHERE {FromOne} AND version = 5", [(DigestFindingKind.EntryChanged, 1, 5)] },
        { $"UPDATE walletkit_journal SET status = 'frozen' WHERE {FromOne} AND version = 5", [(DigestFindingKind.EntryChanged, 1, 5)] },
        { $"UPDATE walletkit_journal SET overdrawn = 1 WHERE {FromOne} AND version = 5", [(DigestFindingKind.EntryChanged, 1, 5)] },
        { $"UPDATE walletkit_journal SET next_expiry = 1 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryChanged, 1, 8)] },
        { $"UPDATE walletkit_journal SET expired_holds = '[1]' WHERE {FromOne} AND version = 9", [(DigestFindingKind.EntryChanged, 1, 9)] },
        { $"UPDATE walletkit_journal SET hash = zeroblob(32) WHERE {FromOne} AND version = 6", [(DigestFindingKind.EntryChanged, 1, 6), (DigestFindingKind.EntryChanged, 1, 7)] },
        { $"DELETE FROM walletkit_journal WHERE {FromOne} AND version = 4", [(DigestFindingKind.EntryMissing, 1, 4)] },
        { $"DELETE FROM walletkit_journal WHERE {FromOne} AND version IN (4, 5)", [(DigestFindingKind.EntryMissing, 1, 4)] },
        { $"DELETE FROM walletkit_journal WHERE {FromOne} AND version = 1", [(DigestFindingKind.EntryMissing, 1, 1)] },
        { $"DELETE FROM walletkit_journal WHERE {FromOne} AND version = 10", [(DigestFindingKind.HistoryShortened, 1, 10)] },
        { $"UPDATE walletkit_journal SET version = 99 WHERE {FromOne} AND version = 4; UPDATE walletkit_journal SET version = 4 WHERE {FromOne} AND version = 5; UPDATE walletkit_journal SET version = 5 WHERE {FromOne} AND version = 99", [(DigestFindingKind.EntryChanged, 1, 4), (DigestFindingKind.EntryChanged, 1, 5), (DigestFindingKind.EntryChanged, 1, 6)] },
        { $"UPDATE walletkit_journal SET version = version + 1 WHERE {FromOne} AND version = 10; INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash) SELECT wallet_id, 10, 1, recorded_at, 8, 1, 1, hash FROM walletkit_journal WHERE {FromOne} AND version = 9", [(DigestFindingKind.EntryChanged, 1, 10), (DigestFindingKind.EntryChanged, 1, 11), (DigestFindingKind.HistoryRewritten, 1, 10)] },
        { $"INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash) SELECT wallet_id, 11, 1, recorded_at, 9, 1, 1, hash FROM walletkit_journal WHERE {FromOne} AND version = 10", [(DigestFindingKind.EntryChanged, 1, 11)] },
        { $"INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash) SELECT wallet_id, 0, 1, recorded_at, 0, 1, 1, hash FROM walletkit_journal WHERE {FromOne} AND version = 10", [(DigestFindingKind.EntryUnexpected, 1, 0)] },
        { $"UPDATE walletkit_journal SET type = 77 WHERE {FromOne} AND version = 5", [(DigestFindingKind.EntryUnreadable, 1, 5)] },
        { $"UPDATE walletkit_texts SET metadata = '[1]' WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryUnreadable, 1, 2)] },
        { $"UPDATE walletkit_journal SET exchange_rate = 'much' WHERE {FromOne} AND version = 6", [(DigestFindingKind.EntryUnreadable, 1, 6)] },
        { $"UPDATE walletkit_journal SET expired_holds = 'x' WHERE {FromOne} AND version = 9", [(DigestFindingKind.EntryUnreadable, 1, 9)] },
        { $"UPDATE walletkit_texts SET reason = 'why' WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryUnreadable, 1, 2)] },
        { $"DELETE FROM walletkit_texts WHERE {FromOne} AND version = 2", [(DigestFindingKind.EntryChanged, 1, 2)] },
        { "UPDATE walletkit_wallets SET text_secret = randomblob(32) WHERE owner_id = 'empty'", [(DigestFindingKind.EntryChanged, 4, 1)] },
        { "UPDATE walletkit_wallets SET erased_through = 1, owner_id = NULL, name = NULL WHERE owner_id = 'empty'", [(DigestFindingKind.WalletChanged, 4, 1)] },
        { $"UPDATE walletkit_journal SET hold_expires_at = 1 WHERE {FromOne} AND version = 8", [(DigestFindingKind.EntryUnreadable, 1, 8)] },
        { $"INSERT INTO walletkit_texts (id, wallet_id, version, reference) SELECT id, wallet_id, version, 'x' FROM walletkit_journal WHERE {FromOne} AND version = 1", [(DigestFindingKind.EntryUnreadable, 1, 1)] },
        { "UPDATE walletkit_wallets SET owner_id = 'thief' WHERE owner_id = 'one'", [(DigestFindingKind.EntryChanged, 1, 1)] },
        { "UPDATE walletkit_wallets SET name = 'other' WHERE owner_id = 'one'", [(DigestFindingKind.EntryChanged, 1, 1)] },
        { "UPDATE walletkit_wallets SET exponent = 0 WHERE owner_id = 'one'", [(DigestFindingKind.EntryChanged, 1, 1), (DigestFindingKind.EntryChanged, 3, 2)] },
        { "UPDATE walletkit_wallets SET currency = 'CHF' WHERE owner_id = 'two'", [(DigestFindingKind.EntryChanged, 2, 1)] },
        { "UPDATE walletkit_wallets SET created_at = created_at - 1 WHERE owner_id = 'one'", [(DigestFindingKind.EntryChanged, 1, 1)] },
        { "UPDATE walletkit_wallets SET owner_id = 'thief' WHERE owner_id = 'empty'", [(DigestFindingKind.EntryChanged, 4, 1)] },
        { "UPDATE walletkit_journal SET balance = 1 WHERE wallet_id = (SELECT id FROM walletkit_wallets WHERE owner_id = 'empty')", [(DigestFindingKind.EntryChanged, 4, 1)] },
        { $"DELETE FROM walletkit_journal WHERE {FromOne}; DELETE FROM walletkit_wallets WHERE owner_id = 'one'", [(DigestFindingKind.WalletMissing, 1, -1), (DigestFindingKind.EntryChanged, 2, 2), (DigestFindingKind.EntryChanged, 2, 3), (DigestFindingKind.EntryChanged, 3, 2)] },
        { "DELETE FROM walletkit_journal WHERE wallet_id = 4; DELETE FROM walletkit_wallets WHERE owner_id = 'empty'", [(DigestFindingKind.WalletMissing, 4, -1)] },
        { "UPDATE walletkit_journal SET status = 'gone' WHERE wallet_id = 4", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 4, -1)] },
        { "UPDATE walletkit_wallets SET exponent = 99 WHERE owner_id = 'empty'", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 4, -1)] },
        { "UPDATE walletkit_journal SET hash = x'00' WHERE wallet_id = 4", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 4, -1)] },
        { "DELETE FROM walletkit_journal WHERE wallet_id = 4", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 4, -1)] },
        { $"DELETE FROM walletkit_journal WHERE {FromOne}", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 1, -1)] },
        { $"UPDATE walletkit_journal SET hash = x'00' WHERE {FromOne} AND version = 10", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletUnreadable, 1, -1)] },
        { "UPDATE walletkit_wallets SET public_id = x'ff' WHERE owner_id = 'empty'", [(DigestFindingKind.WalletUnreadable, 0, -1), (DigestFindingKind.WalletMissing, 4, -1)] },
        { "UPDATE walletkit_wallets SET public_id = x'00' WHERE owner_id = 'empty'", [(DigestFindingKind.WalletMissing, 4, -1)] },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Each_damage_is_found_where_it_is(string sql, (DigestFindingKind Kind, int Wallet, long Version)[] expected)
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper(sql);

        var report = await ledger.VerifyAsync(manifest, digest.Head);
        Assert.Equal(
            expected.Select(finding => (finding.Kind, finding.Wallet == 0 ? default(WalletId?) : Ledger.Id(finding.Wallet), finding.Version < 0 ? default(long?) : finding.Version)),
            report.Findings.Select(finding => (finding.Kind, finding.WalletId, finding.Version)));
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

        ledger.Tamper($"UPDATE walletkit_journal SET amount = amount + 100000 WHERE {FromOne} AND version = 2; UPDATE walletkit_journal SET balance = balance + 100000 WHERE {FromOne} AND version > 1");
        await RehashAsync(ledger, ledger.One);

        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Head)).Findings);
        Assert.Equal((DigestFindingKind.HistoryRewritten, ledger.One, 10), (finding.Kind, finding.WalletId, finding.Version));
        var (newManifest, newDigest) = await ledger.DigestAsync();
        Assert.True((await ledger.VerifyAsync(newManifest, newDigest.Head)).IsClean, "the tampering was not complete");
    }

    [Fact]
    public async Task Another_owner_with_all_hashes_made_anew_is_found_by_the_digest()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper("UPDATE walletkit_wallets SET owner_id = 'thief' WHERE owner_id = 'one'");
        await RehashAsync(ledger, ledger.One);

        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Head)).Findings);
        Assert.Equal((DigestFindingKind.HistoryRewritten, ledger.One), (finding.Kind, finding.WalletId!.Value));
    }

    [Fact]
    public async Task A_history_that_was_cut_off_before_the_digest_is_found_however_tidy_the_cut()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper($"DELETE FROM walletkit_journal WHERE {FromOne} AND version > 8");

        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Head)).Findings);
        Assert.Equal((DigestFindingKind.HistoryShortened, ledger.One, 9), (finding.Kind, finding.WalletId, finding.Version));
    }

    [Fact]
    public async Task Changes_after_the_digest_are_beyond_it()
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        await ledger.CommitAsync(new Deposit(ledger.One, 1m), new Deposit(ledger.Empty, 2m));

        ledger.Tamper($"UPDATE walletkit_journal SET amount = amount + 1, balance = balance + 1 WHERE {FromOne} AND version = 11");
        var finding = Assert.Single((await ledger.VerifyAsync(manifest, digest.Head)).Findings);
        Assert.Equal((DigestFindingKind.EntryChanged, ledger.One, 11), (finding.Kind, finding.WalletId, finding.Version));
        await RehashAsync(ledger, ledger.One);

        Assert.True((await ledger.VerifyAsync(manifest, digest.Head)).IsClean);
    }

    [Fact]
    public async Task Findings_past_what_a_report_lists_are_counted()
    {
        await using var ledger = await Ledger.CreateAsync();
        await ledger.CommitAsync([.. Enumerable.Range(0, 1_200).Select(_ => new Deposit(ledger.Empty, 1m))]);
        var (manifest, digest) = await ledger.DigestAsync();

        ledger.Tamper("UPDATE walletkit_journal SET recorded_at = recorded_at + 1 WHERE amount IS NOT NULL");

        var report = await ledger.VerifyAsync(manifest, digest.Head);
        Assert.Equal((1_211L, DigestReport.MaxFindings), (report.FindingCount, report.Findings.Count));
    }

    private static async Task RehashAsync(Ledger ledger, WalletId walletId)
    {
        var hash = default(Sha256Hash);
        var secret = (await ledger.Store.Books.FindSecretsAsync(walletId, Token))!.Texts;
        await foreach (var row in ledger.Store.Books.StreamJournalAsync(walletId, Token))
        {
            var entry = row.Value! with { TextCommitment = TextCommitment.Of(row.Value!, secret) };
            hash = HashChain.Next(hash, entry);
            var commitment = entry.TextCommitment is { } texts ? $"x'{texts}'" : "NULL";
            ledger.Tamper($"UPDATE walletkit_journal SET hash = x'{hash}', text_commitment = {commitment} WHERE wallet_id = (SELECT id FROM walletkit_wallets WHERE owner_id = '{entry.Wallet.OwnerId}') AND version = {entry.Version}");
        }
    }
}
