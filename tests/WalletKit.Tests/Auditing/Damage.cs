namespace WalletKit.Tests.Auditing;

/// <summary>One way to damage the books of <see cref="AuditedBooks"/>, and the finding that must result from it.</summary>
/// <param name="Kind">The kind of the finding.</param>
/// <param name="Owner">The owner of the wallet of the finding; null for none.</param>
/// <param name="Sequence">The transaction of the finding; null for none.</param>
/// <param name="Hold">The hold of the finding; null for none.</param>
/// <param name="Sql">The SQL that does the damage.</param>
public sealed record Damage(AuditFindingKind Kind, string? Owner, long? Sequence, long? Hold, string Sql)
{
    private const string Main = "main";

    public static IReadOnlyList<Damage> All { get; } =
    [
        Of(AuditFindingKind.StoreDamaged, "UPDATE holds SET reference = '' WHERE wallet_id = {main} AND number = 1"),
        Of(AuditFindingKind.SchemaChanged, "DROP INDEX transactions_one_reversal"),
        Of(AuditFindingKind.SchemaChanged, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'balance + credit_limit - held >= 0', '1') WHERE name = 'wallets'"),
        Of(AuditFindingKind.SchemaChanged, "DROP TABLE idempotency_keys"),
        Of(AuditFindingKind.SchemaChanged, "DROP TABLE wallets"),
        Of(AuditFindingKind.SchemaChanged, "ALTER TABLE rebates DROP COLUMN reason"),
        Of(AuditFindingKind.StoreDamaged, "DROP TABLE wallets"),
        InWallet(AuditFindingKind.StoreDamaged, "DROP TABLE transactions"),
        InWallet(AuditFindingKind.StoreDamaged, "ALTER TABLE holds DROP COLUMN metadata"),
        Of(AuditFindingKind.ReferenceBroken, "UPDATE rebates SET terms_id = 999"),
        Of(AuditFindingKind.ReferenceBroken, $"{Set(4, "counterpart_wallet_id = 999")}"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO wallet_events (wallet_id, version, type, created_at) VALUES (999, 2, 'frozen', 0)"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO holds (wallet_id, number, amount, captured, status, created_at, updated_at) VALUES (999, 1, 1, 0, 'open', 0, 0)"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, hash) VALUES (999, 1, 1, 1, 1, 2, 0, zeroblob(32))"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO idempotency_keys (wallet_id, key, content, result) VALUES (999, 'k', zeroblob(32), '[]')"),
        Of(AuditFindingKind.RowWithoutWallet, "INSERT INTO rebates (deposit_id, policy_id, terms_id, status, attempts, due_at, updated_at) VALUES (999, 1, 1, 'pending', 0, 0, 0)"),
        Of(AuditFindingKind.RowUnreadable, "UPDATE wallets SET public_id = x'00' WHERE owner_id = 'frozen'"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE wallets SET status = 'gone' WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE wallets SET exponent = 99 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE wallet_events SET type = 'gone' WHERE wallet_id = {main} AND type = 'frozen'"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE idempotency_keys SET result = '[{\"placed\":7}]' WHERE key = 'hold'"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE idempotency_keys SET transaction_id = 999 WHERE key = 'deposit'"),
        InWallet(AuditFindingKind.RowUnreadable, "UPDATE idempotency_keys SET key = CAST(x'f2726465722d37' AS TEXT) WHERE key = 'deposit'"),
        At(3, AuditFindingKind.RowUnreadable, "type = 77"),
        At(1, AuditFindingKind.RowUnreadable, "metadata = '{'"),
        At(1, AuditFindingKind.RowUnreadable, "created_at = 9223372036854775807"),
        At(5, AuditFindingKind.RowUnreadable, "exchange_rate = 'much'"),
        Row(AuditFindingKind.RowUnreadable, "main", 8, "UPDATE rebates SET status = 'lost' WHERE deposit_id = (SELECT id FROM transactions WHERE wallet_id = {main} AND sequence = 8)"),
        OfHold(1, AuditFindingKind.RowUnreadable, "status = 'lost'"),
        OfHold(1, AuditFindingKind.RowUnreadable, "metadata = '[1]'"),
        InWallet(AuditFindingKind.BalanceWrong, "UPDATE wallets SET balance = balance + 1 WHERE owner_id = 'main'"),
        new(AuditFindingKind.FundsExceeded, "overdrawn", null, null, "UPDATE wallets SET overdrawn = 0 WHERE owner_id = 'overdrawn'"),
        new(AuditFindingKind.FundsExceeded, "credit", 1, null, "UPDATE wallet_events SET credit_limit = 1999 WHERE wallet_id = {credit}"),
        InWallet(AuditFindingKind.OverdraftMarkWrong, "UPDATE wallets SET overdrawn = 1 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.VersionWrong, "UPDATE wallets SET version = version + 2 WHERE owner_id = 'main'"),
        new(AuditFindingKind.VersionWrong, "credit", null, null, "DELETE FROM wallet_events WHERE wallet_id = {credit}"),
        InWallet(AuditFindingKind.LastSequenceWrong, "UPDATE wallets SET last_sequence = last_sequence - 1 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.LastSequenceWrong, "DELETE FROM transactions WHERE wallet_id = {main} AND sequence = 16"),
        InWallet(AuditFindingKind.CreditLimitWrong, "UPDATE wallets SET credit_limit = 1 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.StatusWrong, "UPDATE wallets SET status = 'frozen' WHERE owner_id = 'main'"),
        new(AuditFindingKind.ClosedNotEmpty, "closed", null, null, "UPDATE wallets SET balance = 5 WHERE owner_id = 'closed'"),
        Row(AuditFindingKind.SequenceBroken, "main", 4, "DELETE FROM transactions WHERE wallet_id = {main} AND sequence = 3"),
        Row(AuditFindingKind.SequenceBroken, "main", 0, Set(3, "sequence = 0")),
        At(3, AuditFindingKind.BalanceChainBroken, "balance_after = balance_after + 1"),
        At(3, AuditFindingKind.HashWrong, "reference = 'another'"),
        At(3, AuditFindingKind.HashWrong, "hash = zeroblob(32)"),
        InWallet(AuditFindingKind.HashWrong, "UPDATE wallets SET chain_hash = zeroblob(32) WHERE owner_id = 'main'"),
        At(3, AuditFindingKind.BalanceChainBroken, "amount = amount + 1"),
        At(3, AuditFindingKind.AmountWrong, "amount = 0"),
        At(1, AuditFindingKind.AmountWrong, "amount = -amount"),
        At(7, AuditFindingKind.VersionOrderBroken, "version = version - 1"),
        At(16, AuditFindingKind.VersionOrderBroken, "version = 1000"),
        InWallet(AuditFindingKind.VersionOrderBroken, "UPDATE wallet_events SET version = 1000 WHERE wallet_id = {main} AND type = 'unfrozen'"),
        At(4, AuditFindingKind.TimeOrderBroken, "created_at = created_at - 60000000"),
        At(16, AuditFindingKind.TimeOrderBroken, "created_at = created_at + 60000000"),
        InWallet(AuditFindingKind.TimeOrderBroken, "UPDATE wallets SET created_at = updated_at + 1 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.TimeOrderBroken, "UPDATE wallet_events SET created_at = 0 WHERE wallet_id = {main} AND type = 'frozen'"),
        OfHold(1, AuditFindingKind.TimeOrderBroken, "updated_at = created_at - 1"),
        At(2, AuditFindingKind.LinksWrong, "rebate_of = NULL"),
        At(4, AuditFindingKind.LinksWrong, "counterpart_wallet_id = NULL"),
        At(6, AuditFindingKind.LinksWrong, "hold_remaining = -1"),
        InWallet(AuditFindingKind.EventWrong, "DELETE FROM wallet_events WHERE wallet_id = {main} AND type = 'frozen'"),
        new(AuditFindingKind.EventWrong, "credit", null, null, "UPDATE wallet_events SET credit_limit = NULL WHERE wallet_id = {credit}"),
        Row(AuditFindingKind.DebitWhileFrozen, "main", 16, "DELETE FROM wallet_events WHERE wallet_id = {main} AND type = 'unfrozen'"),
        new(AuditFindingKind.ChangedAfterClosing, "closed", null, null, "UPDATE wallets SET version = version + 1 WHERE owner_id = 'closed'"),
        Row(AuditFindingKind.ChangedAfterClosing, "main", 16, "UPDATE wallet_events SET type = 'closed' WHERE wallet_id = {main} AND type = 'unfrozen'"),
        InWallet(AuditFindingKind.HeldWrong, "UPDATE wallets SET held = held + 1 WHERE owner_id = 'main'"),
        new(AuditFindingKind.HeldWrong, "euro", null, null, "UPDATE wallets SET held = 1 WHERE owner_id = 'euro'"),
        InWallet(AuditFindingKind.OpenCountWrong, "UPDATE wallets SET open_holds = open_holds + 1 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.EndedThroughWrong, "UPDATE wallets SET ended_through = 0, ended_number = last_hold + 1 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.HeldWrong, "UPDATE wallets SET ended_through = 9000000000000000, ended_number = last_hold WHERE owner_id = 'main'"),
        OfHold(3, AuditFindingKind.HoldNumberBroken, null, "DELETE FROM holds WHERE wallet_id = {main} AND number = 2"),
        InWallet(AuditFindingKind.HoldNumberBroken, "UPDATE wallets SET last_hold = last_hold + 1 WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.HoldNumberBroken, "UPDATE wallets SET last_hold = 9223372036854775807 WHERE owner_id = 'main'"),
        OfHold(long.MaxValue, AuditFindingKind.HoldNumberBroken, null, "UPDATE holds SET number = 9223372036854775807 WHERE wallet_id = {main} AND number = 5"),
        InWallet(AuditFindingKind.NextExpiryWrong, "UPDATE wallets SET next_expiry = NULL WHERE owner_id = 'main'"),
        InWallet(AuditFindingKind.NextExpiryWrong, "UPDATE wallets SET next_expiry = next_expiry + 1 WHERE owner_id = 'main'"),
        OfHold(3, AuditFindingKind.HoldStateWrong, "expires_at = NULL"),
        OfHold(5, AuditFindingKind.HoldStateWrong, "captured = amount"),
        OfHold(5, AuditFindingKind.HoldStateWrong, "amount = 0"),
        OfHold(1, AuditFindingKind.HoldStateWrong, "status = 'voided'"),
        OfHold(1, AuditFindingKind.CapturedWrong, "captured = captured + 1"),
        OfHold(5, AuditFindingKind.CapturedWrong, "captured = 1"),
        At(6, AuditFindingKind.CaptureWrong, "hold_remaining = hold_remaining + 1"),
        At(6, AuditFindingKind.CaptureWrong, "hold = 99"),
        Row(AuditFindingKind.CaptureWrong, "main", 7, Set(6, "hold_remaining = 0")),
        At(4, AuditFindingKind.TransferLegMissing, "counterpart_sequence = 99"),
        Row(AuditFindingKind.TransferLegMissing, "main", 14, "DELETE FROM transactions WHERE wallet_id = {other} AND sequence = 2"),
        At(4, AuditFindingKind.TransferLegsDiffer, "counterpart_sequence = 2"),
        Row(AuditFindingKind.TransferLegsDiffer, "other", 1, Set(4, "amount = amount + 1")),
        At(4, AuditFindingKind.TransferLegsDiffer, "counterpart_wallet_id = wallet_id"),
        Row(AuditFindingKind.TransferLegsDiffer, "main", 4, "UPDATE transactions SET counterpart_sequence = 14 WHERE wallet_id = {other} AND sequence = 1"),
        Row(AuditFindingKind.TransferLegsDiffer, "main", 15, "UPDATE transactions SET reversal_of = 1 WHERE wallet_id = {other} AND type = 201"),
        At(5, AuditFindingKind.ExchangeWrong, "exchange_rate = '0.5'"),
        Row(AuditFindingKind.ExchangeWrong, "main", 5, "UPDATE transactions SET exchange_rate = '0.5' WHERE exchange_rate IS NOT NULL"),
        Row(AuditFindingKind.ExchangeWrong, "main", 5, "UPDATE transactions SET exchange_rounding = 'ToPositiveInfinity' WHERE exchange_rate IS NOT NULL"),
        Row(AuditFindingKind.ExchangeWrong, "main", 5, "UPDATE transactions SET exchange_rounding = NULL WHERE exchange_rate IS NOT NULL"),
        At(4, AuditFindingKind.ExchangeWrong, "counterpart_amount = 2000, exchange_rate = '1', exchange_rounding = 'ToEven'"),
        Row(AuditFindingKind.ExchangeWrong, "main", 5, "UPDATE transactions SET counterpart_amount = NULL WHERE counterpart_amount IS NOT NULL"),
        At(9, AuditFindingKind.ReversalWrong, "amount = amount + 1"),
        At(15, AuditFindingKind.ReversalWrong, "reversal_of = 13"),
        At(9, AuditFindingKind.ReversalWrong, "reversal_of = 16"),
        Row(AuditFindingKind.ReversedTwice, "main", 12, "DROP INDEX transactions_one_reversal; " + Set(12, "reversal_of = 8")),
        At(2, AuditFindingKind.RebateWithoutDeposit, "rebate_of = 3"),
        Row(AuditFindingKind.RebateWithoutDeposit, "main", 3, "UPDATE rebates SET deposit_id = (SELECT id FROM transactions WHERE wallet_id = {main} AND sequence = 3) WHERE deposit_id = (SELECT id FROM transactions WHERE wallet_id = {main} AND sequence = 1)"),
        Row(AuditFindingKind.RebateStateWrong, "main", 2, Rebate(1, "status = 'pending', transaction_id = NULL")),
        Row(AuditFindingKind.RebateStateWrong, "main", 2, "DELETE FROM rebates WHERE deposit_id = (SELECT id FROM transactions WHERE wallet_id = {main} AND sequence = 1)"),
        Row(AuditFindingKind.RebateStateWrong, "main", 1, Rebate(1, "transaction_id = (SELECT id FROM transactions WHERE wallet_id = {main} AND sequence = 3)")),
        Row(AuditFindingKind.RebateStateWrong, "main", 1, Rebate(1, "transaction_id = (SELECT id FROM transactions WHERE wallet_id = {other} AND sequence = 2)")),
        Row(AuditFindingKind.RebateStateWrong, "main", 1, Rebate(1, "status = 'nothing_due'")),
        Row(AuditFindingKind.RebateStateWrong, "main", 8, Rebate(8, "reason = NULL")),
        Row(AuditFindingKind.RebatePaidTwice, "main", 11, "DROP INDEX transactions_one_rebate_per_deposit; " + Set(11, "rebate_of = 1")),
        Row(AuditFindingKind.RebateNotTakenBack, "main", 8, Rebate(8, "status = 'pending'")),
        Row(AuditFindingKind.RebateNotTakenBack, "main", 10, Set(13, "reversal_of = 3")),
        InWallet(AuditFindingKind.KeyWrong, "UPDATE idempotency_keys SET result = replace(result, '/4', '/99') WHERE key = 'transfer'"),
        InWallet(AuditFindingKind.KeyWrong, "UPDATE idempotency_keys SET result = replace(result, '/1', '/99') WHERE key = 'hold'"),
        InWallet(AuditFindingKind.KeyWrong, "DELETE FROM wallet_events WHERE wallet_id = {main} AND type = 'frozen'"),
        InWallet(AuditFindingKind.KeyWrong, "UPDATE idempotency_keys SET transaction_id = (SELECT id FROM transactions WHERE wallet_id = {other} AND sequence = 1) WHERE key = 'deposit'"),
    ];

    public override string ToString() => $"{Kind}: {Sql}";

    private static Damage Of(AuditFindingKind kind, string sql) => new(kind, null, null, null, sql);

    private static Damage InWallet(AuditFindingKind kind, string sql) => new(kind, Main, null, null, sql);

    private static Damage Row(AuditFindingKind kind, string owner, long sequence, string sql) => new(kind, owner, sequence, null, sql);

    private static Damage At(long sequence, AuditFindingKind kind, string change) => new(kind, Main, sequence, null, Set(sequence, change));

    private static Damage OfHold(long number, AuditFindingKind kind, string? change, string? sql = null) =>
        new(kind, Main, null, number, sql ?? $"UPDATE holds SET {change} WHERE wallet_id = {{main}} AND number = {number}");

    private static string Set(long sequence, string change) => $"UPDATE transactions SET {change} WHERE wallet_id = {{main}} AND sequence = {sequence}";

    private static string Rebate(long deposit, string change) =>
        $"UPDATE rebates SET {change} WHERE deposit_id = (SELECT id FROM transactions WHERE wallet_id = {{main}} AND sequence = {deposit})";
}
