using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

/// <summary>Reads the rows at which statements stand.</summary>
internal static class SqliteRows
{
    /// <summary>The clock of <see cref="HoldSql.ExpiryColumns"/> is the parameter <c>:now</c>.</summary>
    public static readonly string ExpiryColumns = HoldSql.ExpiryColumns("walletkit_holds", ":now", "INTEGER");

    /// <summary>After the columns of a wallet: its row id.</summary>
    public static readonly Column WalletRowId = WalletColumns.All.After("w.id");

    // These columns follow the columns of a hold and say which holds its wallet has ended.
    private static readonly Column s_endedThrough = HoldColumns.All.After("j.ended_through");
    private static readonly Column s_endedNumber = HoldColumns.All.After("j.ended_number", 1);

    /// <summary>The columns that follow the columns of a hold, for <see cref="ReadHoldAsOf"/>.</summary>
    public static readonly string EndedColumns = $"{s_endedThrough.Name}, {s_endedNumber.Name}";

    public static Wallet ReadWallet(Statement statement) => StoredRows.ReadWallet(Row(statement));

    public static WalletSecrets ReadSecrets(Statement statement, Column texts, Column keys) => StoredRows.ReadSecrets(Row(statement), texts, keys);

    public static Wallet ReadWalletAsOf(Statement statement) => StoredRows.ReadWalletAsOf(Row(statement));

    public static WalletTransaction ReadTransaction(Statement statement) => StoredRows.ReadTransaction(Row(statement));

    public static Hold ReadHold(Statement statement) => StoredRows.ReadHold(Row(statement));

    /// <summary>Reads a hold as it stands at a time, where <see cref="EndedColumns"/> were selected after it.</summary>
    public static Hold ReadHoldAsOf(Statement statement, DateTimeOffset now) =>
        ReadHold(statement).AsOf(now, StoredRows.ReadEnded(Row(statement), s_endedThrough, s_endedNumber));

    public static JournalEntry ReadEntry(Statement statement) => StoredRows.ReadEntry(Row(statement));

    public static Rebate ReadRebate(Statement statement) => StoredRows.ReadRebate(Row(statement));

    public static ClaimedRebate ReadClaimed(Statement statement) => StoredRows.ReadClaimed(Row(statement));

    /// <summary>Reads the id of a wallet, which is all that the row has.</summary>
    public static WalletId ReadWalletId(Statement statement) => new(statement.Guid(Column.Only));

    public static BackdatedSum ReadBackdatedSum(Statement statement) => BackdatedSql.ReadSum(Row(statement));

    public static KeptKey ReadKey(Statement statement) => StoredRows.ReadKey(Row(statement));

    private static Row<StatementRow> Row(Statement statement) => new(new StatementRow(statement));
}
