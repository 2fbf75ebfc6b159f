using Npgsql;
using WalletKit.Commands;

namespace WalletKit.TestHost.Bursts;

/// <summary>A row of the host's, which is written in the commit of its operation.</summary>
/// <param name="reference">The reference of the operation, which the row has too.</param>
internal sealed class HostOrder(string reference) : ISqliteParticipant, IPostgreSqlParticipant
{
    /// <summary>The statement that makes the table on PostgreSQL, before the first operation. In a SQLite file, the first order makes the table.</summary>
    public const string CreateOnServer = "CREATE TABLE public.host_orders (reference text PRIMARY KEY, wallet uuid NOT NULL, version bigint NOT NULL)";

    private const string Suffix = "-order";

    /// <summary>The end of the reference of each operation that has an order, as a pattern of LIKE.</summary>
    public const string Pattern = $"%{Suffix}";

    /// <summary>The reference of an operation with an order.</summary>
    public static string Mark(string reference) => reference + Suffix;

    /// <summary>The order of an operation; null where it has none.</summary>
    public static HostOrder? Of(string reference) => reference.EndsWith(Suffix, StringComparison.Ordinal) ? new HostOrder(reference) : null;

    public void Write(SqliteParticipantContext context)
    {
        var (wallet, version) = EntryOf(context.Results[0]);
        using var command = context.Connection.CreateCommand();
        command.CommandText = "CREATE TABLE IF NOT EXISTS host_orders (reference TEXT PRIMARY KEY, wallet BLOB NOT NULL, version INTEGER NOT NULL) STRICT";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO host_orders (reference, wallet, version) VALUES ($reference, $wallet, $version)";
        command.Parameters.AddWithValue("$reference", reference);
        command.Parameters.AddWithValue("$wallet", wallet.Value.ToByteArray(bigEndian: true));
        command.Parameters.AddWithValue("$version", version);
        command.ExecuteNonQuery();
    }

    public async ValueTask WriteAsync(PostgreSqlParticipantContext context, CancellationToken cancellationToken)
    {
        var (wallet, version) = EntryOf(context.Results[0]);
        await using var command = new NpgsqlCommand("INSERT INTO public.host_orders VALUES ($1, $2, $3)", context.Connection, context.Transaction)
        {
            Parameters = { new() { Value = reference }, new() { Value = wallet.Value }, new() { Value = version } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static (WalletId Wallet, long Version) EntryOf(CommandResult result) =>
        result.Transaction is { } transaction ? (transaction.WalletId, transaction.Version) : (result.Hold!.Id.WalletId, result.HoldVersion!.Value);
}
