using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

// Back-dated transactions, by the index of value dates.
internal sealed partial class ReadSession
{
    private const string BackdatedIndex = "INDEXED BY walletkit_journal_backdated";

    internal static readonly string BackdatedSums =
        $"""
        SELECT {BackdatedSql.Sums} FROM walletkit_journal t {BackdatedIndex}
        WHERE t.wallet_id = (SELECT id FROM walletkit_wallets WHERE public_id = :wallet) AND t.effective_at <= :time AND t.version > :after AND t.version <= :through AND {BackdatedSql.Backdated}
        """;

    public Page<WalletTransaction> ReadBackdated(BackdatedRange range)
    {
        var query = Prepared(Backdated(range)).Bind(Parameter.Wallet, range.WalletId.Value);
        if (range.After is { } after)
        {
            query.Bind(Parameter.AfterTime, after.EffectiveAt).Bind(Parameter.After, after.Version);
        }

        if (range.Through is { } through)
        {
            query.Bind(Parameter.ThroughTime, through.EffectiveAt).Bind(Parameter.Through, through.Version);
        }

        return query.Fill(new PageBuilder<WalletTransaction>(range.Limit, PageText.SizeOf), SqliteRows.ReadTransaction);
    }

    public BackdatedSum SumBackdated(WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion) =>
        Prepared(BackdatedSums)
            .Bind(Parameter.Wallet, walletId.Value)
            .Bind(Parameter.Time, time)
            .Bind(Parameter.After, afterVersion)
            .Bind(Parameter.Through, throughVersion)
            .All(SqliteRows.ReadBackdatedSum)[0];

    internal static string Backdated(BackdatedRange range) =>
        $"""
        SELECT {SqliteTables.Transactions.Columns} FROM {SqliteTables.TransactionSources.Replace("walletkit_journal t", $"walletkit_journal t {BackdatedIndex}", StringComparison.Ordinal)}
        WHERE w.public_id = :wallet AND {BackdatedSql.Stretch(range, ":afterTime, :after", ":throughTime, :through")} ORDER BY {BackdatedSql.Order(range)}
        """;
}
