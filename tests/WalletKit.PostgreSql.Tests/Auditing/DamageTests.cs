using WalletKit.Commands;
using WalletKit.Digests;

namespace WalletKit.PostgreSql.Tests.Auditing;

/// <summary>Books that were changed without the library.</summary>
public sealed class DamageTests : PostgreSqlTest
{
    // The books have a deposit of 100 and one of 50, both with rebates paid, a withdrawal, a transfer, and a hold of which half is captured.
    private const string First = "wallet_id = '{wallet}'";
    private const string Nobody = "'00000000-0000-0000-0000-0000000000ff'";
    private const string Hash = "decode(repeat('00', 32), 'hex')";

    public static TheoryData<string, string, AuditFindingKind, string> Damages => new()
    {
        { "a balance that was changed", $"UPDATE walletkit_journal SET balance = balance + 1 WHERE {First} AND version = 9", AuditFindingKind.BalanceWrong, "" },
        { "an amount that was changed", $"UPDATE walletkit_journal SET amount = amount + 1 WHERE {First} AND version = 2", AuditFindingKind.BalanceChainBroken, "" },
        { "texts of an entry that has none", $"INSERT INTO walletkit_texts (wallet_id, version, reference) SELECT wallet_id, version, 'other' FROM walletkit_journal WHERE {First} AND version = 3", AuditFindingKind.ReferenceBroken, "Texts are of an entry that is not there, or has none." },
        { "another secret of texts", "UPDATE walletkit_wallets SET text_secret = decode(repeat('00', 32), 'hex') WHERE id = '{wallet}'", AuditFindingKind.TextsWrong, "" },
        { "texts that are called erased", "UPDATE walletkit_wallets SET erased_through = 2 WHERE id = '{wallet}'", AuditFindingKind.ErasureWrong, "" },
        { "a transaction that was deleted", $"DELETE FROM walletkit_journal WHERE {First} AND type = 101", AuditFindingKind.SequenceBroken, "" },
        { "a leg that was deleted", "DELETE FROM walletkit_journal WHERE type = 3", AuditFindingKind.TransferLegMissing, "" },
        { "metadata that cannot be read", $"INSERT INTO walletkit_texts (wallet_id, version, metadata) SELECT wallet_id, version, '[1]' FROM walletkit_journal WHERE {First} AND version = 1", AuditFindingKind.RowUnreadable, "" },
        { "a hold that was changed", $"UPDATE walletkit_holds SET amount = amount + 1 WHERE {First}", AuditFindingKind.HeldWrong, "" },
        { "a capture that was forgotten", $"UPDATE walletkit_holds SET captured = captured - 1 WHERE {First}", AuditFindingKind.CapturedWrong, "" },
        { "a hold that was deleted", $"DELETE FROM walletkit_holds WHERE {First}", AuditFindingKind.HoldNumberBroken, "" },
        { "a paid rebate that was deleted", $"DELETE FROM walletkit_rebates WHERE {First} AND deposit = 2", AuditFindingKind.RebateStateWrong, "" },
        { "a rebate without its deposit", $"INSERT INTO walletkit_rebates SELECT wallet_id, 99, policy, terms, 'pending', 0, earned_at, due_at, NULL, NULL, NULL, updated_at, noted_at, 99 FROM walletkit_rebates WHERE {First} AND deposit = 2", AuditFindingKind.ReferenceBroken, "A rebate is of a deposit that is not there." },
        { "a key that stands for nothing", $"UPDATE walletkit_idempotency_keys SET version = 99 WHERE {First}", AuditFindingKind.KeyWrong, "" },
        { "a name that was deleted", $"DELETE FROM walletkit_wallet_names WHERE {First}", AuditFindingKind.ReferenceBroken, "wallet_names does not lead to the wallet by its owner and name." },
        { "a name of nobody", $"INSERT INTO walletkit_wallet_names VALUES ('nobody', 'default', {Nobody})", AuditFindingKind.RowWithoutWallet, "A row of wallet_names, owner nobody, belongs to nothing: there is no such wallet." },
        { "a hold of nobody", $"INSERT INTO walletkit_holds SELECT {Nobody}, number, amount, captured, status, expires_at, reference, metadata, created_at, updated_at FROM walletkit_holds WHERE {First}", AuditFindingKind.RowWithoutWallet, "A row of holds, number 1, belongs to nothing: there is no such wallet." },
        { "an entry of nobody", $"INSERT INTO walletkit_journal (wallet_id, version, sequence, type, amount, balance, recorded_at, hash) VALUES ({Nobody}, 2, 1, 1, 1, 1, now(), {Hash})", AuditFindingKind.RowWithoutWallet, "A row of journal, version 2, belongs to nothing: there is no such wallet." },
        { "an event of nobody", $"INSERT INTO walletkit_journal (wallet_id, version, sequence, type, balance, recorded_at, hash, status) VALUES ({Nobody}, 2, 0, 321, 0, now(), {Hash}, 'frozen')", AuditFindingKind.RowWithoutWallet, "A row of journal, version 2, belongs to nothing: there is no such wallet." },
        { "a key of nobody", $"INSERT INTO walletkit_idempotency_keys VALUES ({Nobody}, {Hash}, {Hash}, 1, NULL, now())", AuditFindingKind.RowWithoutWallet, "A row of idempotency_keys, key 0000000000000000000000000000000000000000000000000000000000000000, belongs to nothing: there is no such wallet." },
        { "a wallet that was deleted", $"DELETE FROM walletkit_wallets WHERE {First.Replace("wallet_id", "id", StringComparison.Ordinal)}", AuditFindingKind.RowWithoutWallet, "A row of journal, version 1, belongs to nothing: there is no such wallet." },
        { "nothing that keeps rebates from being paid twice", "DROP INDEX walletkit_journal_one_rebate_per_deposit", AuditFindingKind.SchemaChanged, "The table walletkit_journal lacks: unique index over wallet_id, rebate_of where (rebate_of IS NOT NULL)." },
        { "nothing that keeps keys apart", "ALTER TABLE walletkit_idempotency_keys DROP CONSTRAINT walletkit_idempotency_keys_pkey", AuditFindingKind.SchemaChanged, "The table walletkit_idempotency_keys lacks: constraint PRIMARY KEY (wallet_id, key)." },
        { "a CHECK that was dropped", "ALTER TABLE walletkit_journal DROP CONSTRAINT walletkit_journal_held_check", AuditFindingKind.SchemaChanged, "The table walletkit_journal lacks: constraint CHECK ((held > 0))." },
        { "an index for no row", "DROP INDEX walletkit_journal_one_reversal; CREATE UNIQUE INDEX walletkit_journal_one_reversal ON walletkit_journal (wallet_id, reversal_of) WHERE false", AuditFindingKind.SchemaChanged, "The table walletkit_journal lacks: unique index over wallet_id, reversal_of where (reversal_of IS NOT NULL)." },
        { "a column that may be empty", "ALTER TABLE walletkit_rebates ALTER COLUMN terms DROP NOT NULL", AuditFindingKind.SchemaChanged, "The table walletkit_rebates lacks: column terms text NOT NULL." },
        { "an exchange that cannot be read", "UPDATE walletkit_journal SET counterpart_amount = 1, counterpart_currency = 'USD', counterpart_exponent = 2, exchange_rate = 'NaN' WHERE type = 3", AuditFindingKind.RowUnreadable, "" },
        { "a constraint that was not checked", "ALTER TABLE walletkit_journal ADD CONSTRAINT rich CHECK (balance > 100000000) NOT VALID", AuditFindingKind.SchemaChanged, "The constraint rich of walletkit_journal is not valid." },
        { "a table that is gone", "DROP TABLE walletkit_journal CASCADE", AuditFindingKind.StoreDamaged, "" },
        { "a journal whose end was cut away", $"DELETE FROM walletkit_journal WHERE {First} AND version = 9", AuditFindingKind.JournalCut, "The newest version is 8, and commits name 9 entries up to version 9." },
        { "a journal of which nothing is left", $"DELETE FROM walletkit_journal WHERE {First}", AuditFindingKind.JournalCut, "The newest version is 0, and commits name 9 entries up to version 9." },
        { "an entry that no commit made", $"INSERT INTO walletkit_journal (wallet_id, version, sequence, type, amount, balance, recorded_at, hash) SELECT wallet_id, 10, sequence + 1, 1, 1, balance + 1, recorded_at, {Hash} FROM walletkit_journal WHERE {First} AND version = 9", AuditFindingKind.JournalCut, "The newest version is 10, and commits name 9 entries up to version 9." },
        { "a wallet that is marked as closed", $"UPDATE walletkit_wallets SET closed = true WHERE {First.Replace("wallet_id", "id", StringComparison.Ordinal)}", AuditFindingKind.StatusWrong, "Its row says closed, and its journal does not." },
        { "a wallet that the sweep would not find", $"DELETE FROM walletkit_expiring_wallets WHERE {First}", AuditFindingKind.NextExpiryWrong, "expiring_wallets does not say when its holds expire, as its journal does." },
        { "an expiring wallet of nobody", $"INSERT INTO walletkit_expiring_wallets VALUES ({Nobody}, '2030-01-01Z')", AuditFindingKind.RowWithoutWallet, "A row of expiring_wallets, since 2030-01-01 00:00:00+00, belongs to nothing: there is no such wallet." },
        { "a change of a state that was made by hand", $"UPDATE walletkit_journal SET credit_limit = 100 WHERE {First} AND version = 9", AuditFindingKind.StateWrong, "" },
        { "another table that is gone", "DROP TABLE walletkit_rebates CASCADE", AuditFindingKind.StoreDamaged, "" },
        { "a column that is gone", "ALTER TABLE walletkit_holds DROP COLUMN reference", AuditFindingKind.StoreDamaged, "" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damage_is_found_and_named(string what, string sql, AuditFindingKind kind, string message)
    {
        var host = Host();
        var wallet = await WriteBooksAsync(host);
        await host.AssertCleanAsync();

        await Sql.RunAsync(sql.Replace("{wallet}", wallet.ToString(), StringComparison.Ordinal));
        var report = await host.AuditAsync();

        Assert.False(report.IsClean, $"Nothing was found of {what}.");
        var found = report.Findings.Where(finding => finding.Kind == kind).ToList();
        Assert.True(found.Count > 0, $"Of {what} was found: {string.Join(" ", report.Findings)}");
        Assert.Contains(found, finding => message.Length == 0 || finding.Message == message);
    }

    [Theory]
    [InlineData("a rebate of a deposit that is not there", "UPDATE walletkit_journal SET rebate_of = 99 WHERE type = 2 AND rebate_of = 2")]
    [InlineData("a reversal of a transaction that is not there", "UPDATE walletkit_journal SET reversal_of = 99 WHERE type = 201")]
    [InlineData("a capture of a hold that is not there", "UPDATE walletkit_journal SET hold = 99 WHERE type = 102")]
    [InlineData("a placed hold that is not there", "DELETE FROM walletkit_holds")]
    public async Task A_reference_that_a_foreign_key_would_refuse_is_found(string what, string sql)
    {
        var host = Host();
        var wallet = await WriteBooksAsync(host);
        var deposit = await host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        await host.Wallets.ReverseAsync(deposit.Transaction.Id, cancellationToken: Token);
        await host.AssertCleanAsync();

        await Sql.RunAsync(sql);

        var found = (await host.AuditAsync()).Findings;
        Assert.True(found.Any(finding => finding.WalletId == wallet && finding.Kind is not AuditFindingKind.HashWrong), $"Nothing was found of {what}: {string.Join(" ", found)}");
    }

    [Fact]
    public async Task A_journal_that_goes_on_after_its_end_was_cut_away_is_found()
    {
        var host = Host();
        var wallet = await host.OpenAsync(balance: 1m);
        await Sql.RunAsync($"DELETE FROM walletkit_rebates; DELETE FROM walletkit_journal WHERE wallet_id = '{wallet}' AND version = 2");
        await host.Wallets.DepositAsync(wallet, 2m, cancellationToken: Token);

        Assert.Equal("The newest version is 2, and commits name 3 entries up to version 2.", (await host.AuditAsync()).Findings.Single(found => found.Kind == AuditFindingKind.JournalCut).Message);
    }

    [Fact]
    public async Task An_audit_lists_the_requested_number_of_findings_and_counts_all()
    {
        var host = Host();
        var wallets = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.OpenAsync($"owner-{i}", 1m)));
        await Sql.RunAsync("UPDATE walletkit_journal SET balance = balance + 1 WHERE version = 2");

        var report = await host.AuditAsync(new AuditOptions { MaxFindings = 5 });

        Assert.Equal((5, 20L), (report.Findings.Length, report.Counts[AuditFindingKind.BalanceWrong]));
        Assert.Equal(20, wallets.Length);
    }

    [Fact]
    public async Task Books_are_audited_while_hosts_write_and_nothing_is_found()
    {
        var (one, other) = (Host(), Host());
        WalletId[] wallets = [await one.OpenAsync("one", 1_000m), await one.OpenAsync("other", 1_000m)];
        var writing = Task.WhenAll(Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? one : other).Wallets.TransferAsync(wallets[i % 2], wallets[1 - (i % 2)], 1m, cancellationToken: Token)));

        do
        {
            await one.AssertCleanAsync();
        }
        while (!writing.IsCompleted);

        await writing;
    }

    private static async Task<WalletId> WriteBooksAsync(WalletHost host)
    {
        var (wallet, other) = (await host.OpenAsync("one"), await host.OpenAsync("other"));
        await host.Wallets.DepositAsync(wallet, 100m, new() { IdempotencyKey = "key" }, Token);
        await host.Wallets.DepositAsync(wallet, 50m, cancellationToken: Token);
        await host.Wallets.WithdrawAsync(wallet, 10m, cancellationToken: Token);
        await host.Wallets.TransferAsync(wallet, other, 5m, cancellationToken: Token);
        var hold = await host.Wallets.PlaceHoldAsync(wallet, 20m, new() { ExpiresIn = TimeSpan.FromDays(1) }, Token);
        await host.Wallets.CaptureHoldAsync(hold.Hold.Id, 10m, new() { KeepOpen = true }, Token);
        Assert.Equal(2, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        return wallet;
    }
}
