using System.Text.Json;
using WalletKit.Money;
using WalletKit.Rebates;

namespace WalletKit.Storage.Sqlite;

/// <summary>Which columns a row is read from, and how.</summary>
internal static class SqliteRows
{
    public const string WalletColumns =
        "w.id, w.public_id, w.owner_id, w.name, w.currency, w.exponent, w.status, w.balance, w.last_sequence, w.version, w.created_at, w.updated_at";

    /// <summary>To be read with <see cref="TransactionTables"/>: the wallet's identity stands beside each transaction.</summary>
    public const string TransactionColumns =
        "w.public_id, w.currency, w.exponent, t.sequence, t.type, t.amount, t.balance_after, t.version, t.created_at, t.reference, t.metadata, d.sequence";

    public const int TransactionColumnCount = 12;

    public const string TransactionTables =
        "transactions t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN transactions d ON d.id = t.rebate_of";

    public const string RebateColumns =
        "w.public_id, t.sequence, m.policy, m.terms, r.status, r.attempts, r.due_at, r.claim, r.reason, p.sequence, r.updated_at";

    public const int RebateColumnCount = 11;

    public const string RebateTables =
        "rebates r JOIN transactions t ON t.id = r.deposit_id JOIN wallets w ON w.id = t.wallet_id JOIN rebate_terms m ON m.id = r.terms_id"
        + " LEFT JOIN transactions p ON p.id = r.transaction_id";

    public static Wallet ReadWallet(Statement row) => new()
    {
        Id = new WalletId(row.Guid(1)),
        OwnerId = row.String(2),
        Name = row.String(3),
        Currency = Currency.Restore(row.String(4), row.Int32(5)),
        Status = SqliteNames.ToWalletStatus(row.String(6)),
        BalanceMinorUnits = row.Int64(7),
        LastSequence = row.Int64(8),
        Version = row.Int64(9),
        CreatedAt = SqliteTime.ToTime(row.Int64(10)),
        UpdatedAt = SqliteTime.ToTime(row.Int64(11)),
    };

    public static WalletTransaction ReadTransaction(Statement row, int from = 0) => new()
    {
        WalletId = new WalletId(row.Guid(from)),
        Currency = Currency.Restore(row.String(from + 1), row.Int32(from + 2)),
        Sequence = row.Int64(from + 3),
        Type = SqliteNames.ToTransactionType(row.String(from + 4)),
        AmountMinorUnits = row.Int64(from + 5),
        BalanceAfterMinorUnits = row.Int64(from + 6),
        Version = row.Int64(from + 7),
        CreatedAt = SqliteTime.ToTime(row.Int64(from + 8)),
        Reference = row.StringOrNull(from + 9),
        Metadata = ReadMetadata(row.StringOrNull(from + 10)),
        RebateOf = row.IsNull(from + 11) ? null : row.Int64(from + 11),
    };

    public static Rebate ReadRebate(Statement row) => new()
    {
        Deposit = new TransactionId(new WalletId(row.Guid(0)), row.Int64(1)),
        Terms = new RebateTerms(row.String(2), row.String(3)),
        Status = SqliteNames.ToRebateStatus(row.String(4)),
        Attempts = row.Int32(5),
        DueAt = SqliteTime.ToTime(row.Int64(6)),
        Claim = row.IsNull(7) ? null : row.Guid(7),
        Reason = row.StringOrNull(8),
        PaidSequence = row.IsNull(9) ? null : row.Int64(9),
        UpdatedAt = SqliteTime.ToTime(row.Int64(10)),
    };

    private static TransactionMetadata ReadMetadata(string? json)
    {
        try
        {
            return json is null ? TransactionMetadata.Empty : TransactionMetadata.FromJson(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, "transactions.metadata holds something else than one object of texts.", exception);
        }
    }
}
