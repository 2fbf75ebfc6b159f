using System.Text.Unicode;
using WalletKit.Rules;
using WalletKit.Storage.Books;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.Storage.Sqlite;

// The reads of an audit. A row that cannot be read is one row less, not the end.
internal sealed partial class ReadSession
{
    private static readonly ColumnList s_keys = new();
    private static readonly Column s_key = s_keys.Add("k.key");
    private static readonly Column s_result = s_keys.Add("k.result");
    private static readonly Column s_ofTransaction = s_keys.Add("k.transaction_id IS NOT NULL");
    private static readonly Column s_keyWallet = s_keys.Add("w.public_id");
    private static readonly Column s_keyVersion = s_keys.Add("t.version");

    private static readonly ColumnList s_secrets = new();
    private static readonly Column s_textSecret = s_secrets.Add("text_secret");
    private static readonly Column s_keySecret = s_secrets.Add("key_secret");

    public List<WalletId> ListWalletIds(WalletId? after, int limit)
    {
        var ids = Prepared(
            $"""
            SELECT public_id FROM walletkit_wallets
            WHERE typeof(public_id) = 'blob' AND length(public_id) = 16 {(after is null ? "" : "AND public_id > :after")} ORDER BY public_id LIMIT :limit
            """);
        if (after is { } last)
        {
            ids.Bind(Parameter.After, last.Value);
        }

        return ids.Bind(Parameter.Limit, limit).All(SqliteRows.ReadWalletId);
    }

    public BookState? ReadState(WalletId walletId, Action<Wallet, BookRow<Hold>> visitHold)
    {
        using var snapshot = new Snapshot(this);
        var read = Prepared($"SELECT {SqliteTables.Wallets.Columns}, {SqliteRows.WalletRowId.Name} FROM {SqliteTables.WalletSources} WHERE w.public_id = :wallet")
            .Bind(Parameter.Wallet, walletId.Value)
            .Single(static row => new ReadRow(row.Int64(SqliteRows.WalletRowId), Read(row, SqliteRows.ReadWallet, SqliteRows.WalletRowId)));
        if (read?.Wallet.Value is not { } wallet)
        {
            return read is null ? null : new BookState(null, read.Wallet.Problem);
        }

        VisitHolds(read.RowId, hold => visitHold(wallet, hold));
        return new BookState(wallet)
        {
            NewestVersion = Prepared("SELECT max(version) FROM walletkit_journal WHERE wallet_id = :walletRow").Bind(Parameter.WalletRow, read.RowId).SingleInt64() ?? 0,
        };
    }

    public WalletSecrets? FindSecrets(WalletId walletId) =>
        Prepared($"SELECT {s_secrets.Names} FROM walletkit_wallets WHERE public_id = :wallet")
            .Bind(Parameter.Wallet, walletId.Value)
            .Single(static row => SqliteRows.ReadSecrets(row, s_textSecret, s_keySecret));

    public List<BookEntry> ReadEntries(WalletId walletId, long after, int limit)
    {
        using var snapshot = new Snapshot(this);
        return [.. ReadJournal(walletId, after, limit).Select(ToEntry)];
    }

    public IReadOnlyList<BookRow<JournalEntry>> ReadJournal(WalletId walletId, long after, int limit) =>
        Prepared($"SELECT {SqliteTables.Journal.Columns} FROM {SqliteTables.JournalSources} WHERE w.public_id = :wallet AND j.version > :after ORDER BY j.version")
            .Bind(Parameter.Wallet, walletId.Value)
            .Bind(Parameter.After, after)
            .Fill(
                new PageBuilder<BookRow<JournalEntry>>(limit, static row => row.Value is { } entry ? PageText.SizeOf(entry) : 0),
                static row => Read(row, SqliteRows.ReadEntry, WalletColumns.Version));

    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The bytes of the key to go on after; none to begin with the first.</param>
    /// <param name="limit">How many at most.</param>
    public List<(byte[] Bytes, BookKey Key)> ReadKeys(WalletId walletId, byte[] after, int limit)
    {
        using var snapshot = new Snapshot(this);
        var keys = Prepared(
            $"""
            SELECT {s_keys.Names}
            FROM walletkit_idempotency_keys k JOIN walletkit_wallets o ON o.id = k.wallet_id
                LEFT JOIN walletkit_journal t ON t.id = k.transaction_id AND t.amount IS NOT NULL LEFT JOIN walletkit_wallets w ON w.id = t.wallet_id
            WHERE o.public_id = :wallet {(after is [] ? "" : "AND k.key > :after")} ORDER BY k.key LIMIT :limit
            """);
        if (after is not [])
        {
            keys.Bind(Parameter.After, after);
        }

        return keys
            .Bind(Parameter.Wallet, walletId.Value)
            .Bind(Parameter.Limit, limit)
            .All(static row => (Bytes: row.Blob(s_key).ToArray(), Key: ReadKey(row)))
            .ConvertAll(row => row with { Key = row.Key with { References = [.. row.Key.References.Select(Resolve)] } });
    }

    private void VisitHolds(long walletRowId, Action<BookRow<Hold>> visit)
    {
        var holds = Prepared($"SELECT {SqliteTables.Holds.Columns} FROM {SqliteTables.HoldSources} WHERE h.wallet_id = :walletRow ORDER BY h.number")
            .Bind(Parameter.WalletRow, walletRowId);
        try
        {
            while (holds.Step())
            {
                visit(Read(holds, SqliteRows.ReadHold, HoldColumns.Number));
            }
        }
        finally
        {
            holds.Reset();
        }
    }

    private BookEntry ToEntry(BookRow<JournalEntry> row)
    {
        if (row.Value is not { } entry)
        {
            return new BookEntry(row.Number, null, row.Problem);
        }

        try
        {
            return BookEntries.Create(entry, FindTransaction, FindReversal, FindRebate);
        }
        catch (Exception exception) when (UnreadableRow.Is(exception))
        {
            return new BookEntry(row.Number, entry, $"of something that it refers to: {exception.Message}");
        }
    }

    private long? FindReversal(TransactionId id) =>
        Prepared("SELECT r.version FROM walletkit_journal r JOIN walletkit_wallets w ON w.id = r.wallet_id WHERE w.public_id = :wallet AND r.reversal_of = :version ORDER BY r.version LIMIT 1")
            .Bind(Parameter.Wallet, id.WalletId.Value)
            .Bind(Parameter.Version, id.Version)
            .SingleInt64();

    private BookReference Resolve(BookReference reference)
    {
        var rows = reference.Kind switch
        {
            BookReferenceKind.Transaction => "walletkit_journal x JOIN walletkit_wallets w ON w.id = x.wallet_id WHERE w.public_id = :wallet AND x.version = :number AND x.amount IS NOT NULL",
            BookReferenceKind.Hold => "walletkit_holds x JOIN walletkit_wallets w ON w.id = x.wallet_id WHERE w.public_id = :wallet AND x.number = :number",
            _ => "walletkit_journal x JOIN walletkit_wallets w ON w.id = x.wallet_id WHERE w.public_id = :wallet AND x.version = :number AND x.type BETWEEN 321 AND 399",
        };
        return reference with
        {
            Exists = reference.Exists
                || Prepared($"SELECT EXISTS (SELECT 1 FROM {rows})").Bind(Parameter.Wallet, reference.WalletId.Value).Bind(Parameter.Number, reference.Number).SingleInt64() != 0,
        };
    }

    private static BookKey ReadKey(Statement row)
    {
        var key = Convert.ToHexStringLower(row.Blob(s_key));
        try
        {
            return row.Blob(s_key).Length != Sha256Hash.Size ? new BookKey(key, [], "it is no hash.")
                : row.Int64(s_ofTransaction) == 0 ? new BookKey(key, [.. RecordedResults.ReadReferences(row.StringOrNull(s_result) ?? "")])
                : row.IsNull(s_keyWallet) ? new BookKey(key, [], "the transaction that it stands for is not there.")
                : new BookKey(key, [new BookReference(BookReferenceKind.Transaction, new WalletId(row.Guid(s_keyWallet)), row.Int64(s_keyVersion), Command: 0, Exists: true)]);
        }
        catch (Exception exception) when (UnreadableRow.Is(exception))
        {
            return new BookKey(key, [], exception.Message);
        }
    }

    private static BookRow<T> Read<T>(Statement row, Func<Statement, T> read, Column number)
        where T : class
    {
        var (value, problem) = UnreadableRow.TryRead(row, read);
        return new BookRow<T>(row.Int64(number), value, problem);
    }

    private sealed record ReadRow(long RowId, BookRow<Wallet> Wallet);
}
