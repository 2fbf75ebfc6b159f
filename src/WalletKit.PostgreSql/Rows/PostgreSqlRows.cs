using Npgsql;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Rows;

/// <summary>Reads the rows at which readers stand.</summary>
internal static class PostgreSqlRows
{
    // After the columns of a hold: the clock, and which holds its wallet has ended.
    private static readonly Column s_now = HoldColumns.All.After("now");
    private static readonly Column s_endedThrough = HoldColumns.All.After("j.ended_through", 1);
    private static readonly Column s_endedNumber = HoldColumns.All.After("j.ended_number", 2);

    public static Wallet ReadWallet(NpgsqlDataReader reader) => StoredRows.ReadWallet(Row(reader));

    /// <summary>Reads a wallet from <see cref="PostgreSqlTables.WalletAsOf"/>.</summary>
    public static Wallet ReadWalletAsOf(NpgsqlDataReader reader) => StoredRows.ReadWalletAsOf(Row(reader));

    public static WalletTransaction ReadTransaction(NpgsqlDataReader reader) => StoredRows.ReadTransaction(Row(reader));

    public static Hold ReadHold(NpgsqlDataReader reader) => StoredRows.ReadHold(Row(reader));

    /// <summary>The columns that follow the columns of a hold, for <see cref="ReadHoldAsOf"/>.</summary>
    /// <param name="now">The expression for the reading of the clock.</param>
    public static string AsOfColumns(string now) => $"{now}, {s_endedThrough.Name}, {s_endedNumber.Name}";

    /// <summary>Reads a hold as it stands by the clock, where <see cref="AsOfColumns"/> were selected after it.</summary>
    public static Hold ReadHoldAsOf(NpgsqlDataReader reader) =>
        ReadHold(reader).AsOf(Row(reader).Time(s_now), StoredRows.ReadEnded(Row(reader), s_endedThrough, s_endedNumber));

    public static JournalEntry ReadEntry(NpgsqlDataReader reader) => StoredRows.ReadEntry(Row(reader));

    public static Rebate ReadRebate(NpgsqlDataReader reader) => StoredRows.ReadRebate(Row(reader));

    public static ClaimedRebate ReadClaimed(NpgsqlDataReader reader) => StoredRows.ReadClaimed(Row(reader));

    public static BackdatedSum ReadBackdatedSum(NpgsqlDataReader reader) => BackdatedSql.ReadSum(Row(reader));

    public static KeptKey ReadKey(NpgsqlDataReader reader) => StoredRows.ReadKey(Row(reader));

    /// <summary>Reads the time that is all that the row has.</summary>
    public static DateTimeOffset ReadTime(NpgsqlDataReader reader) => Row(reader).Time(Column.Only);

    /// <summary>Reads the id of a wallet, which is all that the row has.</summary>
    public static WalletId ReadWalletId(NpgsqlDataReader reader) => Row(reader).WalletId(Column.Only);

    /// <summary>The columns of a list, which begins with the row.</summary>
    public static Row<ReaderRow> Row(NpgsqlDataReader reader) => new(new ReaderRow(reader));
}
