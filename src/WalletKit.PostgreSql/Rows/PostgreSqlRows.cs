using System.Text.Json;
using Npgsql;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Rows;

/// <summary>Which columns a row is read from, and how.</summary>
internal static class PostgreSqlRows
{
    public const string WalletColumns =
        "w.id, w.owner_id, w.name, w.currency, w.exponent, w.status, w.balance, w.last_sequence, w.version, w.created_at, w.updated_at,"
        + " w.credit_limit, w.held, w.last_hold, w.open_holds, w.next_expiry, w.ended_through, w.ended_number, w.overdrawn, w.chain_hash";

    public const int WalletColumnCount = 20;

    /// <summary>A hold <c>h</c> of a wallet <c>w</c> that is open, expires, and was not ended by the wallet.</summary>
    public const string Standing =
        "h.wallet_id = w.id AND h.status = 'open' AND h.expires_at IS NOT NULL AND (w.ended_through IS NULL OR h.expires_at > w.ended_through OR h.number > w.ended_number)";

    /// <summary>Of a transaction <c>t</c> and its wallet <c>w</c>.</summary>
    public const string TransactionColumns =
        "t.wallet_id, w.currency, w.exponent, t.sequence, t.type, t.amount, t.balance_after, t.version, t.created_at, t.reference, t.metadata,"
        + " t.rebate_of, t.reversal_of, t.hold, t.hold_remaining, t.counterpart_wallet_id, t.counterpart_sequence, t.counterpart_amount, t.exchange_rate, t.exchange_rounding,"
        + " t.counterpart_currency, t.counterpart_exponent, t.hash";

    public const int TransactionColumnCount = 23;

    private const int FirstLinkColumn = 11;

    private const int LinkColumnCount = 11;

    /// <summary>Of a hold <c>h</c> and its wallet <c>w</c>.</summary>
    public const string HoldColumns =
        "h.wallet_id, w.currency, w.exponent, h.number, h.amount, h.captured, h.status, h.expires_at, h.reference, h.metadata, h.created_at, h.updated_at";

    public const int HoldColumnCount = 12;

    /// <summary>Of an event <c>e</c> and its wallet <c>w</c>.</summary>
    public const string EventColumns = "e.wallet_id, w.currency, w.exponent, e.version, e.type, e.credit_limit, e.reason, e.created_at";

    /// <summary>Of a rebate <c>r</c>.</summary>
    public const string RebateColumns =
        "r.wallet_id, r.deposit, r.policy, r.terms, r.status, r.attempts, r.due_at, r.claim, r.reason, r.paid_sequence, r.updated_at";

    public const int RebateColumnCount = 11;

    public static Wallet ReadWallet(NpgsqlDataReader row) => new()
    {
        Id = new WalletId(row.GetGuid(0)),
        OwnerId = row.GetString(1),
        Name = row.GetString(2),
        Currency = ReadCurrency(row, 3),
        Status = StoredNames.ToWalletStatus(row.GetString(5)),
        BalanceMinorUnits = row.GetInt64(6),
        LastSequence = row.GetInt64(7),
        Version = row.GetInt64(8),
        CreatedAt = ReadTime(row, 9),
        UpdatedAt = ReadTime(row, 10),
        CreditLimitMinorUnits = row.GetInt64(11),
        Holds = ReadHoldTotals(row),
        IsOverdrawn = row.GetBoolean(18),
        ChainHash = ReadHash(row, 19),
    };

    /// <summary>
    /// What has expired by <c>clock.now</c>, and when the next hold expires; to be read after <see cref="WalletColumns"/>. Both are NULL, and cost nothing, where
    /// nothing has expired that the wallet has not ended.
    /// </summary>
    public static string ExpiryColumns(PostgreSqlSchema schema) =>
        $"""
        CASE WHEN w.next_expiry <= clock.now THEN (
            SELECT coalesce(sum(h.amount - h.captured), 0)::bigint FROM {schema["holds"]} h WHERE {Standing} AND h.expires_at <= clock.now) END,
        CASE WHEN w.next_expiry <= clock.now THEN (
            SELECT h.expires_at FROM {schema["holds"]} h WHERE {Standing} AND h.expires_at > clock.now ORDER BY h.expires_at LIMIT 1) END
        """;

    /// <summary>The wallet as its reader is to see it, from <see cref="WalletColumns"/> and <see cref="ExpiryColumns"/>.</summary>
    public static Wallet ReadWalletAsOf(NpgsqlDataReader row) =>
        row.IsDBNull(WalletColumnCount) ? ReadWallet(row) : ReadWallet(row).AsOf(row.GetInt64(WalletColumnCount), ReadTimeOrNull(row, WalletColumnCount + 1));

    /// <summary>Which holds the wallet has ended, from two columns.</summary>
    public static EndedThrough? ReadEnded(NpgsqlDataReader row, int from) => ReadTimeOrNull(row, from) is { } time ? new EndedThrough(time, row.GetInt64(from + 1)) : null;

    public static WalletTransaction ReadTransaction(NpgsqlDataReader row) => ReadTransaction(row, 0);

    public static WalletTransaction ReadTransaction(NpgsqlDataReader row, int from) => new()
    {
        WalletId = new WalletId(row.GetGuid(from)),
        Currency = ReadCurrency(row, from + 1),
        Sequence = row.GetInt64(from + 3),
        Type = StoredNames.ToTransactionType(row.GetInt16(from + 4)),
        AmountMinorUnits = row.GetInt64(from + 5),
        BalanceAfterMinorUnits = row.GetInt64(from + 6),
        Version = row.GetInt64(from + 7),
        CreatedAt = ReadTime(row, from + 8),
        Reference = ReadText(row, from + 9),
        Metadata = ReadMetadata(row, from + 10, "transactions"),
        Links = HasLinks(row, from + FirstLinkColumn) ? ReadLinks(row, from + FirstLinkColumn) : TransactionLinks.None,
        Hash = ReadHash(row, from + 22),
    };

    public static Hold ReadHold(NpgsqlDataReader row) => new()
    {
        Id = new HoldId(new WalletId(row.GetGuid(0)), row.GetInt64(3)),
        Currency = ReadCurrency(row, 1),
        AmountMinorUnits = row.GetInt64(4),
        CapturedMinorUnits = row.GetInt64(5),
        Status = StoredNames.ToHoldStatus(row.GetString(6)),
        ExpiresAt = ReadTimeOrNull(row, 7),
        Reference = ReadText(row, 8),
        Metadata = ReadMetadata(row, 9, "holds"),
        CreatedAt = ReadTime(row, 10),
        UpdatedAt = ReadTime(row, 11),
    };

    public static WalletEvent ReadEvent(NpgsqlDataReader row) => new()
    {
        WalletId = new WalletId(row.GetGuid(0)),
        Currency = ReadCurrency(row, 1),
        Version = row.GetInt64(3),
        Type = StoredNames.ToWalletEventType(row.GetString(4)),
        CreditLimitMinorUnits = ReadInt64(row, 5),
        Reason = ReadText(row, 6),
        CreatedAt = ReadTime(row, 7),
    };

    public static Rebate ReadRebate(NpgsqlDataReader row) => new()
    {
        Deposit = new TransactionId(new WalletId(row.GetGuid(0)), row.GetInt64(1)),
        Terms = new RebateTerms(row.GetString(2), row.GetString(3)),
        Status = StoredNames.ToRebateStatus(row.GetString(4)),
        Attempts = row.GetInt32(5),
        DueAt = ReadTime(row, 6),
        Claim = row.IsDBNull(7) ? null : row.GetGuid(7),
        Reason = ReadText(row, 8),
        PaidSequence = ReadInt64(row, 9),
        UpdatedAt = ReadTime(row, 10),
    };

    public static string? ReadText(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? ReadInt64(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static DateTimeOffset ReadTime(NpgsqlDataReader row, int column) => new(row.GetDateTime(column));

    public static Sha256Hash ReadHash(NpgsqlDataReader row, int column) => new(row.GetFieldValue<byte[]>(column));

    public static DateTimeOffset? ReadTimeOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : ReadTime(row, column);

    private static HoldTotals ReadHoldTotals(NpgsqlDataReader row)
    {
        var holds = new HoldTotals
        {
            HeldMinorUnits = row.GetInt64(12),
            LastNumber = row.GetInt64(13),
            OpenCount = row.GetInt64(14),
            NextExpiry = ReadTimeOrNull(row, 15),
            EndedThrough = ReadEnded(row, 16),
        };
        return holds == HoldTotals.None ? HoldTotals.None : holds;
    }

    // By what is there, not by the type: what does not belong there must come to light.
    private static bool HasLinks(NpgsqlDataReader row, int from)
    {
        for (var column = from; column < from + LinkColumnCount; column++)
        {
            if (!row.IsDBNull(column))
            {
                return true;
            }
        }

        return false;
    }

    private static TransactionLinks ReadLinks(NpgsqlDataReader row, int from) => new()
    {
        RebateOf = ReadInt64(row, from),
        ReversalOf = ReadInt64(row, from + 1),
        Hold = ReadInt64(row, from + 2),
        HoldRemainingMinorUnits = ReadInt64(row, from + 3),
        Counterpart = row.IsDBNull(from + 4) ? null : new TransactionId(new WalletId(row.GetGuid(from + 4)), row.GetInt64(from + 5)),
        Exchange = row.IsDBNull(from + 6) && row.IsDBNull(from + 7) && row.IsDBNull(from + 8)
            ? null
            : new Exchange(
                row.IsDBNull(from + 7) ? null : row.GetDecimal(from + 7),
                ReadText(row, from + 8) is { } rounding ? ReadRounding(rounding) : null,
                ReadCurrency(row, from + 9),
                row.GetInt64(from + 6)),
    };

    private static Currency ReadCurrency(NpgsqlDataReader row, int from) => Currency.Restore(row.GetString(from), row.GetInt16(from + 1));

    private static MidpointRounding ReadRounding(string text) =>
        Enum.TryParse<MidpointRounding>(text, out var rounding) ? rounding : throw Unreadable("transactions.exchange_rounding", null);

    private static TransactionMetadata ReadMetadata(NpgsqlDataReader row, int column, string table)
    {
        try
        {
            return row.IsDBNull(column) ? TransactionMetadata.Empty : TransactionMetadata.FromJson(row.GetString(column));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Unreadable($"{table}.metadata", exception);
        }
    }

    private static WalletStoreException Unreadable(string column, Exception? exception) =>
        new(StoreFailure.Corrupt, $"{column} holds something that cannot be read.", exception);
}
