using System.Buffers.Binary;
using System.Globalization;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Totals;
using WalletKit.Storage.Relational;
using WalletKit.Storage.Totals;
using WalletKit.Stores;

namespace WalletKit;

// The sums of the transactions. A place is the position of a commit, and commits get their positions here, once they are visible.
public sealed partial class PostgreSqlWalletStore
{
    private static readonly ColumnList s_place = new();
    private static readonly Column s_position = s_place.Add("position");
    private static readonly Column s_session = s_place.Add("session");
    private static readonly Column s_number = s_place.Add("number");

    private static readonly ColumnList s_sum = new();
    private static readonly Column s_currency = s_sum.Add("currency");
    private static readonly Column s_exponent = s_sum.Add("exponent");
    private static readonly Column s_account = s_sum.Add("account");

    // As text, because the sum may have more digits than a decimal.
    private static readonly Column s_total = s_sum.Add("sum(total)::text");

    /// <inheritdoc/>
    public override async ValueTask<StoreTotals?> ReadTotalsAsync(string? place, CancellationToken cancellationToken = default)
    {
        var reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        if (place is null)
        {
            await _numbering.NumberAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (TotalsPlace.ReadNumber(place) is null)
        {
            return null;
        }

        return (place is null || _replica is null ? null : await TryReadTotalsAsync(_replica, place, cancellationToken).ConfigureAwait(false))
            ?? await reader.ReadAsync(connection => ReadTotalsAsync(connection, place, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    // A place stands for the same commits for ever, so a replica that has it has all of them.
    private async ValueTask<StoreTotals?> TryReadTotalsAsync(PostgreSqlReader replica, string place, CancellationToken cancellationToken)
    {
        try
        {
            return await replica.ReadAsync(connection => ReadTotalsAsync(connection, place, cancellationToken), cancellationToken, isRepeated: false).ConfigureAwait(false);
        }
        catch (WalletStoreException exception) when (exception.Failure != StoreFailure.Closed)
        {
            ReplicaReader.LogReplicaFailed(_logger, exception);
            return null;
        }
    }

    private async Task<StoreTotals?> ReadTotalsAsync(NpgsqlConnection connection, string? place, CancellationToken cancellationToken)
    {
        var (position, found) = (0L, TotalsPlace.Write(0, []));
        var batch = new QueryBatch();
        batch.Add(PostgreSqlReader.ByKey, static _ => { });
        batch.Add(
            $"SELECT {s_place.Names} FROM {_schema["commits"]} WHERE position <= $1 ORDER BY position DESC LIMIT 1",
            row => (position, found) = ReadPlace(PostgreSqlRows.Row(row)),
            Parameter.Of(place is null ? long.MaxValue : TotalsPlace.ReadNumber(place)!.Value));
        await batch.RunAsync(connection, _options.TimeoutSeconds, cancellationToken).ConfigureAwait(false);
        if (place is not null && place != found)
        {
            return null;
        }

        var sums = new TransactionSums();
        batch.Add(
            $"SELECT {s_sum.Names} FROM ({TotalsSql.Through(_schema)}) every GROUP BY currency, exponent, account",
            row => AddSum(sums, PostgreSqlRows.Row(row)),
            Parameter.Of(position - (position % _options.CommitsPerTotal)),
            Parameter.Of(position));
        await batch.RunAsync(connection, _options.TimeoutSeconds, cancellationToken).ConfigureAwait(false);
        return new StoreTotals(found, sums.ToSums());
    }

    // The session and its number tell a commit from one of another database at the same position.
    private static (long Position, string Place) ReadPlace(Row<ReaderRow> row)
    {
        Span<byte> content = stackalloc byte[24];
        row.Guid(s_session).TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content[16..], row.Int64(s_number));
        return (row.Int64(s_position), TotalsPlace.Write(row.Int64(s_position), content));
    }

    private static void AddSum(TransactionSums sums, Row<ReaderRow> row) => sums.Add(
        Currency.Restore(row.Text(s_currency), (int)row.Int64(s_exponent)),
        row.Text(s_account) is { Length: > 0 } account ? account : null,
        Int128.Parse(row.Text(s_total), CultureInfo.InvariantCulture));
}
