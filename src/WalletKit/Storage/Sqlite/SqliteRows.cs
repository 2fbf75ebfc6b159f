using System.Globalization;
using System.Text.Json;
using WalletKit.Rules;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>Which columns a row is read from, and how.</summary>
internal static class SqliteRows
{
    public const string WalletColumns =
        "w.id, w.public_id, w.owner_id, w.name, w.currency, w.exponent, w.status, w.balance, w.last_sequence, w.version, w.created_at, w.updated_at,"
        + " w.credit_limit, w.held, w.last_hold, w.open_holds, w.next_expiry, w.ended_through, w.ended_number, w.overdrawn, w.chain_hash";

    public const int WalletColumnCount = 21;

    /// <summary>
    /// What has expired by the clock, which is parameter 1, and when the next hold expires; to be read after <see cref="WalletColumns"/>. Both are NULL, and
    /// cost nothing, where nothing has expired that the wallet has not ended.
    /// </summary>
    public const string ExpiryColumns =
        $"""
        CASE WHEN w.next_expiry <= ?1 THEN (
            SELECT coalesce(sum(h.amount - h.captured), 0) FROM holds h WHERE {Standing} AND h.expires_at <= ?1) END,
        CASE WHEN w.next_expiry <= ?1 THEN (
            SELECT h.expires_at FROM holds h WHERE {Standing} AND h.expires_at > ?1 ORDER BY h.expires_at LIMIT 1) END
        """;

    // An open hold that expires and that the wallet has not ended.
    private const string Standing =
        "h.wallet_id = w.id AND h.status = 'open' AND h.expires_at IS NOT NULL AND (w.ended_through IS NULL OR h.expires_at > w.ended_through OR h.number > w.ended_number)";

    /// <summary>To be read with <see cref="TransactionTables"/>: the wallet's identity stands beside each transaction.</summary>
    public const string TransactionColumns =
        "w.public_id, w.currency, w.exponent, t.sequence, t.type, t.amount, t.balance_after, t.version, t.created_at, t.reference, t.metadata,"
        + " t.rebate_of, t.reversal_of, t.hold, t.hold_remaining, c.public_id, t.counterpart_sequence, t.counterpart_amount, t.exchange_rate, t.exchange_rounding,"
        + " c.currency, c.exponent, t.hash";

    public const int TransactionColumnCount = 23;

    private const int LinkColumnCount = 9;

    public const string TransactionTables =
        "transactions t JOIN wallets w ON w.id = t.wallet_id LEFT JOIN wallets c ON c.id = t.counterpart_wallet_id";

    public const string HoldColumns =
        "w.public_id, w.currency, w.exponent, h.number, h.amount, h.captured, h.status, h.expires_at, h.reference, h.metadata, h.created_at, h.updated_at";

    public const int HoldColumnCount = 12;

    public const string HoldTables = "holds h JOIN wallets w ON w.id = h.wallet_id";

    public const string EventColumns =
        "w.public_id, w.currency, w.exponent, e.version, e.type, e.credit_limit, e.reason, e.created_at";

    public const string EventTables = "wallet_events e JOIN wallets w ON w.id = e.wallet_id";

    public const string RebateColumns =
        "w.public_id, t.sequence, o.name, m.terms, r.status, r.attempts, r.due_at, r.claim, r.reason, p.sequence, r.updated_at";

    public const int RebateColumnCount = 11;

    public const string RebateTables =
        "rebates r JOIN transactions t ON t.id = r.deposit_id JOIN wallets w ON w.id = t.wallet_id JOIN rebate_terms m ON m.id = r.terms_id"
        + " JOIN rebate_policies o ON o.id = m.policy_id"
        + " LEFT JOIN transactions p ON p.id = r.transaction_id AND p.wallet_id = t.wallet_id";

    public static Wallet ReadWallet(Statement row) => new()
    {
        Id = new WalletId(row.Guid(1)),
        OwnerId = row.String(2),
        Name = row.String(3),
        Currency = ReadCurrency(row, 4),
        Status = StoredNames.ToWalletStatus(row.String(6)),
        BalanceMinorUnits = row.Int64(7),
        LastSequence = row.Int64(8),
        Version = row.Int64(9),
        CreatedAt = SqliteTime.ToTime(row.Int64(10)),
        UpdatedAt = SqliteTime.ToTime(row.Int64(11)),
        CreditLimitMinorUnits = row.Int64(12),
        Holds = ReadHoldTotals(row),
        IsOverdrawn = row.Int64(19) != 0,
        ChainHash = row.Hash(20),
    };

    /// <summary>The wallet as its reader is to see it, from <see cref="WalletColumns"/> and <see cref="ExpiryColumns"/>.</summary>
    public static Wallet ReadWalletAsOf(Statement row) =>
        row.Int64OrNull(WalletColumnCount) is { } expired ? ReadWallet(row).AsOf(expired, ReadTime(row, WalletColumnCount + 1)) : ReadWallet(row);

    public static WalletTransaction ReadTransaction(Statement row, int from = 0) => new()
    {
        WalletId = new WalletId(row.Guid(from)),
        Currency = ReadCurrency(row, from + 1),
        Sequence = row.Int64(from + 3),
        Type = StoredNames.ToTransactionType(row.Int64(from + 4)),
        AmountMinorUnits = row.Int64(from + 5),
        BalanceAfterMinorUnits = row.Int64(from + 6),
        Version = row.Int64(from + 7),
        CreatedAt = SqliteTime.ToTime(row.Int64(from + 8)),
        Reference = row.StringOrNull(from + 9),
        Metadata = ReadMetadata(row.StringOrNull(from + 10), "transactions"),
        Links = HasLinks(row, from + 11) ? ReadLinks(row, from + 11) : TransactionLinks.None,
        Hash = row.Hash(from + 22),
    };

    public static Hold ReadHold(Statement row)
    {
        var walletId = new WalletId(row.Guid(0));
        return new()
        {
            Id = new HoldId(walletId, row.Int64(3)),
            Currency = ReadCurrency(row, 1),
            AmountMinorUnits = row.Int64(4),
            CapturedMinorUnits = row.Int64(5),
            Status = StoredNames.ToHoldStatus(row.String(6)),
            ExpiresAt = ReadTime(row, 7),
            Reference = row.StringOrNull(8),
            Metadata = ReadMetadata(row.StringOrNull(9), "holds"),
            CreatedAt = SqliteTime.ToTime(row.Int64(10)),
            UpdatedAt = SqliteTime.ToTime(row.Int64(11)),
        };
    }

    public static WalletEvent ReadEvent(Statement row) => new()
    {
        WalletId = new WalletId(row.Guid(0)),
        Currency = ReadCurrency(row, 1),
        Version = row.Int64(3),
        Type = StoredNames.ToWalletEventType(row.String(4)),
        CreditLimitMinorUnits = row.Int64OrNull(5),
        Reason = row.StringOrNull(6),
        CreatedAt = SqliteTime.ToTime(row.Int64(7)),
    };

    public static Rebate ReadRebate(Statement row) => new()
    {
        Deposit = new TransactionId(new WalletId(row.Guid(0)), row.Int64(1)),
        Terms = new RebateTerms(row.String(2), row.String(3)),
        Status = StoredNames.ToRebateStatus(row.String(4)),
        Attempts = row.Int32(5),
        DueAt = SqliteTime.ToTime(row.Int64(6)),
        Claim = row.IsNull(7) ? null : row.Guid(7),
        Reason = row.StringOrNull(8),
        PaidSequence = row.IsNull(9) ? null : row.Int64(9),
        UpdatedAt = SqliteTime.ToTime(row.Int64(10)),
    };

    /// <summary>Which holds the wallet has ended, from two columns.</summary>
    public static EndedThrough? ReadEnded(Statement row, int from) => ReadTime(row, from) is { } time ? new EndedThrough(time, row.Int64(from + 1)) : null;

    private static HoldTotals ReadHoldTotals(Statement row)
    {
        var holds = new HoldTotals
        {
            HeldMinorUnits = row.Int64(13),
            LastNumber = row.Int64(14),
            OpenCount = row.Int64(15),
            NextExpiry = ReadTime(row, 16),
            EndedThrough = ReadEnded(row, 17),
        };
        return holds == HoldTotals.None ? HoldTotals.None : holds;
    }

    // By what is there, not by the type: what does not belong there must come to light.
    private static bool HasLinks(Statement row, int from)
    {
        for (var column = from; column < from + LinkColumnCount; column++)
        {
            if (!row.IsNull(column))
            {
                return true;
            }
        }

        return false;
    }

    private static TransactionLinks ReadLinks(Statement row, int from) => new()
    {
        RebateOf = row.Int64OrNull(from),
        ReversalOf = row.Int64OrNull(from + 1),
        Hold = row.Int64OrNull(from + 2),
        HoldRemainingMinorUnits = row.Int64OrNull(from + 3),
        Counterpart = row.IsNull(from + 4) && row.IsNull(from + 5)
            ? null
            : new TransactionId(row.IsNull(from + 4) ? default : new WalletId(row.Guid(from + 4)), row.Int64(from + 5)),
        Exchange = row.IsNull(from + 6) && row.IsNull(from + 7) && row.IsNull(from + 8)
            ? null
            : new Exchange(
                row.StringOrNull(from + 7) is { } rate ? ReadRate(rate) : null,
                row.StringOrNull(from + 8) is { } rounding ? ReadRounding(rounding) : null,
                ReadCurrency(row, from + 9),
                row.Int64(from + 6)),
    };

    private static Currency ReadCurrency(Statement row, int from) => row.Int32(from + 1) is >= 0 and <= Currency.MaxExponent and var exponent
        ? Currency.Restore(row.String(from), exponent)
        : throw Unreadable("wallets.exponent");

    private static decimal ReadRate(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var rate) ? rate : throw Unreadable("transactions.exchange_rate");

    private static MidpointRounding ReadRounding(string text) =>
        Enum.TryParse<MidpointRounding>(text, out var rounding) ? rounding : throw Unreadable("transactions.exchange_rounding");

    private static DateTimeOffset? ReadTime(Statement row, int column) => row.Int64OrNull(column) is { } time ? SqliteTime.ToTime(time) : null;

    private static TransactionMetadata ReadMetadata(string? json, string table)
    {
        try
        {
            return json is null ? TransactionMetadata.Empty : TransactionMetadata.FromJson(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"{table}.metadata holds something else than one object of texts.", exception);
        }
    }

    private static WalletStoreException Unreadable(string column) => new(StoreFailure.Corrupt, $"{column} holds something that cannot be read.");
}
