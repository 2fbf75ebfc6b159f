namespace WalletKit.Tests.Auditing;

/// <summary>One way to damage the books of <see cref="AuditedBooks"/>, and the finding that must result from it.</summary>
/// <param name="Kind">The kind of the finding.</param>
/// <param name="Owner">The owner of the wallet of the finding; null for none.</param>
/// <param name="Version">The entry of the finding; null for none.</param>
/// <param name="Hold">The hold of the finding; null for none.</param>
/// <param name="Sql">The SQL that does the damage.</param>
public sealed record Damage(AuditFindingKind Kind, string? Owner, long? Version, long? Hold, string Sql)
{
    private const string Main = "main";

    public static IReadOnlyList<Damage> All { get; } =
    [
        Of(AuditFindingKind.StoreDamaged, "UPDATE walletkit_holds SET reference = '' WHERE wallet_id = {main} AND number = 1"),
        Of(AuditFindingKind.SchemaChanged, "DROP INDEX walletkit_journal_one_reversal"),
        Of(AuditFindingKind.SchemaChanged, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'balance + ifnull(credit_limit, 0) - ifnull(held, 0) >= 0', '1') WHERE name = 'walletkit_journal'"),
        Of(AuditFindingKind.SchemaChanged, "DROP TABLE walletkit_idempotency_keys"),
        Of(AuditFindingKind.SchemaChanged, "DROP TABLE walletkit_wallets"),
        Of(AuditFindingKind.SchemaChanged, "ALTER TABLE walletkit_rebates DROP COLUMN reason"),
        Of(AuditFindingKind.StoreDamaged, "DROP TABLE walletkit_wallets"),
        InWallet(AuditFindingKind.StoreDamaged, "DROP TABLE walletkit_journal"),
        InWallet(AuditFindingKind.StoreDamaged, "ALTER TABLE walletkit_holds DROP COLUMN metadata"),
        Of(AuditFindingKind.ReferenceBroken, "UPDATE walletkit_rebates SET terms_id = 999"),
        Of(AuditFindingKind.ReferenceBroken, $"{Set(5, "counterpart_wallet_id = 999")}"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO walletkit_holds (wallet_id, number, amount, captured, status, created_at, updated_at) VALUES (999, 1, 1, 0, 'open', 0, 0)"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash) VALUES (999, 2, 1, 0, 1, 1, 1, zeroblob(32))"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO walletkit_idempotency_keys (wallet_id, key, content, result, recorded_at) VALUES (999, zeroblob(32), zeroblob(32), '[]', 0)"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO walletkit_rebates (deposit_id, policy_id, terms_id, status, attempts, due_at, updated_at) VALUES (999, 1, 1, 'pending', 0, 0, 0)"),
        Of(AuditFindingKind.JournalCut, "UPDATE walletkit_journal_head SET last = last + 1"),
        Of(AuditFindingKind.JournalCut, "DELETE FROM walletkit_journal_head"),
        Of(AuditFindingKind.JournalCut, "DELETE FROM walletkit_journal WHERE id = (SELECT max(id) FROM walletkit_journal)"),
        Of(AuditFindingKind.JournalCut, Delete("main", 4)),
        Of(AuditFindingKind.TotalsWrong, "INSERT INTO walletkit_totals VALUES (16384, 'USD', 2, 'external', 1, 0)"),
        Of(AuditFindingKind.TotalsWrong, Set(26, "balance = balance + 1")),
        Of(AuditFindingKind.TrialBalanceWrong, Set(5, "amount = amount - 1")),
        Of(AuditFindingKind.RowUnreadable, "UPDATE walletkit_wallets SET public_id = x'00' WHERE owner_id = 'frozen'"),
        InWallet(AuditFindingKind.RowUnreadable, Set(26, "status = 'gone'")),
        InWallet(AuditFindingKind.RowUnreadable, "DELETE FROM walletkit_journal WHERE wallet_id = {main}"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE walletkit_wallets SET exponent = 99 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE walletkit_idempotency_keys SET result = '[{\"placed\":7}]' WHERE key = {key hold}"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE walletkit_idempotency_keys SET transaction_id = 999 WHERE key = {key deposit}"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE walletkit_idempotency_keys SET key = x'f2726465722d37' WHERE key = {key deposit}"),
        At(4, AuditFindingKind.RowUnreadable, "type = 77"),
        At(24, AuditFindingKind.RowUnreadable, "type = 999"),
        Row(AuditFindingKind.RowUnreadable, "main", 2, Texts(2, "metadata = '{'")),
        At(2, AuditFindingKind.RowUnreadable, "recorded_at = 9223372036854775807"),
        At(6, AuditFindingKind.RowUnreadable, "exchange_rate = 'much'"),
        Row(AuditFindingKind.RowUnreadable, "main", 24, Texts(24, "reference = 'only a transaction has one'")),
        At(13, AuditFindingKind.RowUnreadable, "expired_holds = '[3'"),
        Row(AuditFindingKind.RowUnreadable, "main", 16, Rebate(16, "status = 'lost'")),
        OfHold(1, AuditFindingKind.RowUnreadable, "status = 'lost'"),
        OfHold(1, AuditFindingKind.RowUnreadable, "metadata = '[1]'"),
        InWallet(AuditFindingKind.BalanceWrong, Set(26, "balance = balance + 1")),
        new(AuditFindingKind.FundsExceeded, "overdrawn", null, null, "UPDATE walletkit_journal SET overdrawn = NULL WHERE wallet_id = {overdrawn}"),
        new(AuditFindingKind.FundsExceeded, "credit", 3, null, "UPDATE walletkit_journal SET credit_limit = 1999 WHERE wallet_id = {credit}"),
        InWallet(AuditFindingKind.OverdraftMarkWrong, Set(26, "overdrawn = 1")),
        new(AuditFindingKind.LastSequenceWrong, "closed", null, null, "UPDATE walletkit_journal SET sequence = 3 WHERE wallet_id = {closed} AND version = 4"),
        InWallet(AuditFindingKind.CreditLimitWrong, Set(26, "credit_limit = 1")),
        InWallet(AuditFindingKind.StatusWrong, Set(26, "status = 'frozen'")),
        Of(AuditFindingKind.StatusWrong, "UPDATE walletkit_wallets SET closed = 1 WHERE owner_id = 'main'"),
        Of(AuditFindingKind.StatusWrong, "UPDATE walletkit_wallets SET closed = 0 WHERE owner_id = 'closed'"),
        new(AuditFindingKind.ClosedNotEmpty, "closed", null, null, "UPDATE walletkit_journal SET balance = 5 WHERE wallet_id = {closed} AND version = 4"),
        At(4, AuditFindingKind.StateWrong, "credit_limit = 1"),
        At(4, AuditFindingKind.StateWrong, "status = 'frozen'"),
        At(4, AuditFindingKind.StateWrong, "open_holds = 1"),
        At(4, AuditFindingKind.StateWrong, "last_hold = 1"),
        At(4, AuditFindingKind.StateWrong, "overdrawn = 1"),
        At(13, AuditFindingKind.StateWrong, "expired_holds = NULL"),
        At(24, AuditFindingKind.StateWrong, "balance = balance + 1"),
        At(24, AuditFindingKind.StateWrong, "sequence = sequence + 1"),
        Row(AuditFindingKind.SequenceBroken, "main", 5, Delete("main", 4)),
        Row(AuditFindingKind.SequenceBroken, "main", 4, Set(4, "sequence = 0")),
        At(4, AuditFindingKind.BalanceChainBroken, "balance = balance + 1"),
        At(4, AuditFindingKind.HashWrong, "hash = zeroblob(32)"),
        At(26, AuditFindingKind.HashWrong, "hash = zeroblob(32)"),
        At(24, AuditFindingKind.HashWrong, "held = held + 1"),
        Row(AuditFindingKind.HashWrong, "main", 1, "UPDATE walletkit_wallets SET created_at = created_at - 1 WHERE owner_id = 'main'"),
        Row(AuditFindingKind.TextsWrong, "main", 2, Texts(2, "metadata = '{\"a\":\"c\"}'")),
        Row(AuditFindingKind.TextsWrong, "main", 2, Texts(2, "metadata = NULL")),
        Row(AuditFindingKind.TextsWrong, "main", 2, $"DELETE FROM walletkit_texts WHERE id = {IdOf("main", 2)}"),
        At(2, AuditFindingKind.TextsWrong, "text_commitment = zeroblob(32)"),
        Row(AuditFindingKind.TextsWrong, "main", 24, Texts(24, "reason = 'another'")),
        Row(AuditFindingKind.TextsWrong, "main", 1, "UPDATE walletkit_wallets SET text_secret = zeroblob(32) WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.ErasureWrong, "UPDATE walletkit_wallets SET erased_through = 4 WHERE owner_id = 'main'"),
        Row(AuditFindingKind.TextsWrong, "main", 1, "UPDATE walletkit_wallets SET owner_id = 'thief' WHERE owner_id = 'main'"),
        new(AuditFindingKind.TextsWrong, "closed", 4, null, "UPDATE walletkit_texts SET reason = 'another' WHERE wallet_id = {closed} AND version = 4"),
        At(4, AuditFindingKind.BalanceChainBroken, "amount = amount + 1"),
        At(4, AuditFindingKind.AmountWrong, "amount = 0"),
        At(2, AuditFindingKind.AmountWrong, "amount = -amount"),
        Row(AuditFindingKind.VersionOrderBroken, "main", 5, Delete("main", 4)),
        Row(AuditFindingKind.VersionOrderBroken, "main", 2, Delete("main", 1)),
        Row(AuditFindingKind.VersionOrderBroken, "main", 1_000, Set(26, "version = 1000")),
        Row(AuditFindingKind.VersionOrderBroken, "main", 1_000, Set(25, "version = 1000")),
        At(5, AuditFindingKind.TimeOrderBroken, "recorded_at = recorded_at - 60000000"),
        At(25, AuditFindingKind.TimeOrderBroken, "recorded_at = recorded_at + 60000000"),
        At(24, AuditFindingKind.TimeOrderBroken, "recorded_at = 0"),
        InWallet(AuditFindingKind.TimeOrderBroken, "UPDATE walletkit_wallets SET created_at = created_at + 1000000000 WHERE owner_id = 'main'"),
        OfHold(1, AuditFindingKind.TimeOrderBroken, "updated_at = created_at - 1"),
        At(3, AuditFindingKind.LinksWrong, "rebate_of = NULL"),
        At(5, AuditFindingKind.LinksWrong, "counterpart_wallet_id = NULL"),
        At(8, AuditFindingKind.LinksWrong, "hold_remaining = -1"),
        Row(AuditFindingKind.EventWrong, "main", 25, Delete("main", 24)),
        Row(AuditFindingKind.DebitWhileFrozen, "main", 26, Delete("main", 25)),
        new(AuditFindingKind.ChangedAfterClosing, "closed", 5, null, "INSERT INTO walletkit_journal (wallet_id, version, type, recorded_at, sequence, amount, balance, hash) SELECT wallet_id, 5, 1, recorded_at, 3, 5, 5, hash FROM walletkit_journal WHERE wallet_id = {closed} AND version = 4"),
        Row(AuditFindingKind.ChangedAfterClosing, "main", 26, Set(25, "type = 323")),
        InWallet(AuditFindingKind.HeldWrong, Set(26, "held = held + 1")),
        new(AuditFindingKind.HeldWrong, "euro", null, null, "UPDATE walletkit_journal SET held = 1 WHERE wallet_id = {euro} AND version = 2"),
        InWallet(AuditFindingKind.OpenCountWrong, Set(26, "open_holds = open_holds + 1")),
        InWallet(AuditFindingKind.EndedThroughWrong, Set(26, "ended_through = 0, ended_number = last_hold + 1")),
        InWallet(AuditFindingKind.HeldWrong, Set(26, "ended_through = 9000000000000000, ended_number = last_hold")),
        OfHold(3, AuditFindingKind.HoldNumberBroken, null, "DELETE FROM walletkit_holds WHERE wallet_id = {main} AND number = 2"),
        InWallet(AuditFindingKind.HoldNumberBroken, Set(26, "last_hold = last_hold + 1")),
        InWallet(AuditFindingKind.HoldNumberBroken, Set(26, "last_hold = 9223372036854775807")),
        At(10, AuditFindingKind.HoldNumberBroken, "hold = 99"),
        OfHold(long.MaxValue, AuditFindingKind.HoldNumberBroken, null, "UPDATE walletkit_holds SET number = 9223372036854775807 WHERE wallet_id = {main} AND number = 5"),
        InWallet(AuditFindingKind.NextExpiryWrong, Set(26, "next_expiry = NULL")),
        InWallet(AuditFindingKind.NextExpiryWrong, Set(26, "next_expiry = next_expiry + 1")),
        Of(AuditFindingKind.NextExpiryWrong, "DELETE FROM walletkit_expiring_wallets"),
        OfHold(3, AuditFindingKind.HoldStateWrong, "expires_at = NULL"),
        OfHold(5, AuditFindingKind.HoldStateWrong, "captured = amount"),
        OfHold(5, AuditFindingKind.HoldStateWrong, "amount = 0"),
        OfHold(1, AuditFindingKind.HoldStateWrong, "status = 'voided'"),
        OfHold(2, AuditFindingKind.HoldStateWrong, "status = 'open'"),
        OfHold(3, AuditFindingKind.HoldStateWrong, "status = 'voided'"),
        OfHold(2, AuditFindingKind.HoldStateWrong, "reference = 'another'"),
        OfHold(3, AuditFindingKind.HoldStateWrong, "metadata = '{\"a\":\"b\"}'"),
        At(15, AuditFindingKind.HoldStateWrong, "hold_remaining = 201"),
        At(14, AuditFindingKind.HoldStateWrong, "hold_expires_at = NULL"),
        OfHold(4, AuditFindingKind.HoldStateWrong, null, Set(14, "hold = 5")),
        OfHold(1, AuditFindingKind.CapturedWrong, "captured = captured + 1"),
        OfHold(5, AuditFindingKind.CapturedWrong, "captured = 1"),
        At(8, AuditFindingKind.CaptureWrong, "hold_remaining = hold_remaining + 1"),
        At(8, AuditFindingKind.CaptureWrong, "hold = 99"),
        Row(AuditFindingKind.CaptureWrong, "main", 9, Set(8, "hold_remaining = 0")),
        At(5, AuditFindingKind.TransferLegMissing, "counterpart_version = 99"),
        Row(AuditFindingKind.TransferLegMissing, "main", 22, Delete("other", 3)),
        At(5, AuditFindingKind.TransferLegsDiffer, "counterpart_version = 3"),
        Row(AuditFindingKind.TransferLegsDiffer, "other", 2, Set(5, "amount = amount + 1")),
        At(5, AuditFindingKind.TransferLegsDiffer, "counterpart_wallet_id = wallet_id"),
        Row(AuditFindingKind.TransferLegsDiffer, "main", 5, "UPDATE walletkit_journal SET counterpart_version = 22 WHERE wallet_id = {other} AND version = 2"),
        Row(AuditFindingKind.TransferLegsDiffer, "main", 23, "UPDATE walletkit_journal SET reversal_of = 2 WHERE wallet_id = {other} AND type = 201"),
        At(6, AuditFindingKind.ExchangeWrong, "exchange_rate = '0.5'"),
        Row(AuditFindingKind.ExchangeWrong, "main", 6, "UPDATE walletkit_journal SET exchange_rate = '0.5' WHERE exchange_rate IS NOT NULL"),
        Row(AuditFindingKind.ExchangeWrong, "main", 6, "UPDATE walletkit_journal SET exchange_rounding = 'ToPositiveInfinity' WHERE exchange_rate IS NOT NULL"),
        Row(AuditFindingKind.ExchangeWrong, "main", 6, "UPDATE walletkit_journal SET exchange_rounding = NULL WHERE exchange_rate IS NOT NULL"),
        At(5, AuditFindingKind.ExchangeWrong, "counterpart_amount = 2000, exchange_rate = '1', exchange_rounding = 'ToEven'"),
        Row(AuditFindingKind.ExchangeWrong, "main", 6, "UPDATE walletkit_journal SET counterpart_amount = NULL WHERE counterpart_amount IS NOT NULL"),
        At(17, AuditFindingKind.ReversalWrong, "amount = amount + 1"),
        At(23, AuditFindingKind.ReversalWrong, "reversal_of = 21"),
        At(17, AuditFindingKind.ReversalWrong, "reversal_of = 26"),
        Row(AuditFindingKind.ReversedTwice, "main", 20, "DROP INDEX walletkit_journal_one_reversal; " + Set(20, "reversal_of = 16")),
        At(3, AuditFindingKind.RebateWithoutDeposit, "rebate_of = 4"),
        Row(AuditFindingKind.RebateWithoutDeposit, "main", 4, Rebate(2, $"deposit_id = {IdOf("main", 4)}")),
        Row(AuditFindingKind.RebateStateWrong, "main", 3, Rebate(2, "status = 'pending', transaction_id = NULL")),
        Row(AuditFindingKind.RebateStateWrong, "main", 3, $"DELETE FROM walletkit_rebates WHERE deposit_id = {IdOf("main", 2)}"),
        Row(AuditFindingKind.RebateStateWrong, "main", 2, Rebate(2, $"transaction_id = {IdOf("main", 4)}")),
        Row(AuditFindingKind.RebateStateWrong, "main", 2, Rebate(2, $"transaction_id = {IdOf("other", 3)}")),
        Row(AuditFindingKind.RebateStateWrong, "main", 2, Rebate(2, "status = 'nothing_due'")),
        Row(AuditFindingKind.RebateStateWrong, "main", 16, Rebate(16, "reason = NULL")),
        Row(AuditFindingKind.RebatePaidTwice, "main", 19, "DROP INDEX walletkit_journal_one_rebate_per_deposit; " + Set(19, "rebate_of = 2")),
        Row(AuditFindingKind.RebateNotTakenBack, "main", 16, Rebate(16, "status = 'pending'")),
        Row(AuditFindingKind.RebateNotTakenBack, "main", 18, Set(21, "reversal_of = 4")),
        InWallet(AuditFindingKind.KeyWrong, "UPDATE walletkit_idempotency_keys SET result = replace(result, '/5', '/99') WHERE key = {key transfer}"),
        InWallet(AuditFindingKind.KeyWrong, "UPDATE walletkit_idempotency_keys SET result = replace(result, '/1', '/99') WHERE key = {key hold}"),
        InWallet(AuditFindingKind.KeyWrong, Delete("main", 24)),
        InWallet(AuditFindingKind.KeyWrong, $"UPDATE walletkit_idempotency_keys SET transaction_id = {IdOf("other", 2)} WHERE key = {{key deposit}}"),
    ];

    public override string ToString() => $"{Kind}: {Sql}";

    private static Damage Of(AuditFindingKind kind, string sql) => new(kind, null, null, null, sql);

    private static Damage InWallet(AuditFindingKind kind, string sql) => new(kind, Main, null, null, sql);

    private static Damage Row(AuditFindingKind kind, string owner, long version, string sql) => new(kind, owner, version, null, sql);

    private static Damage At(long version, AuditFindingKind kind, string change) => new(kind, Main, version, null, Set(version, change));

    private static Damage OfHold(long number, AuditFindingKind kind, string? change, string? sql = null) =>
        new(kind, Main, null, number, sql ?? $"UPDATE walletkit_holds SET {change} WHERE wallet_id = {{main}} AND number = {number}");

    private static string Set(long version, string change) => $"UPDATE walletkit_journal SET {change} WHERE wallet_id = {{main}} AND version = {version}";

    private static string Texts(long version, string change) => $"UPDATE walletkit_texts SET {change} WHERE wallet_id = {{main}} AND version = {version}";

    private static string Delete(string owner, long version) => $"DELETE FROM walletkit_journal WHERE wallet_id = {{{owner}}} AND version = {version}";

    private static string Rebate(long deposit, string change) => $"UPDATE walletkit_rebates SET {change} WHERE deposit_id = {IdOf("main", deposit)}";

    private static string IdOf(string owner, long version) => $"(SELECT id FROM walletkit_journal WHERE wallet_id = {{{owner}}} AND version = {version})";
}
