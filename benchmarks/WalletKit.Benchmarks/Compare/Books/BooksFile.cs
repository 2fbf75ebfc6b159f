using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>Two database files with the same books: one with WalletKit's own tables, the other with the tables of the handwritten contenders.</summary>
internal sealed class BooksFile
{
    /// <summary>The bytes in a page, unless WalletKit's own file has another size.</summary>
    public const int PageSize = 4_096;

    private static readonly DateTimeOffset s_firstOpening = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _template;

    private BooksFile(string template, WalletId[] walletIds)
    {
        _template = template;
        WalletIds = walletIds;
    }

    /// <summary>The public ids of the wallets.</summary>
    public WalletId[] WalletIds { get; }

    /// <summary>Makes the files with which the rounds begin.</summary>
    /// <param name="path">The path of WalletKit's own file.</param>
    /// <param name="plan">The content.</param>
    /// <param name="pageSize">The bytes in a page of WalletKit's own file.</param>
    public static BooksFile Create(string path, BooksPlan plan, int pageSize = PageSize)
    {
        var walletIds = CreateIds(plan.Wallets);
        CreateTemplate(
            path,
            pageSize,
            connection => SqliteSchema.Current.Migrate(connection, path),
            connection => JournalRows.Insert(connection, plan, walletIds, s_firstOpening));
        CreateTemplate(
            Handwritten(path),
            PageSize,
            connection => Sql.Run(connection, HandwrittenTables.Script),
            connection => HandwrittenRows.Insert(connection, plan, walletIds, s_firstOpening));
        return new BooksFile(path, walletIds);
    }

    /// <summary>Copies the template, down to the disk, because pages that are not written yet would be written while a contender is measured.</summary>
    /// <param name="path">The path of the copy.</param>
    /// <param name="hasJournal">Whether it has WalletKit's own tables, and not those of the handwritten contenders.</param>
    public void CopyTo(string path, bool hasJournal)
    {
        using var source = File.OpenRead(hasJournal ? _template : Handwritten(_template));
        using var target = new FileStream(path, FileMode.CreateNew);
        source.CopyTo(target, 1 << 20);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Removes the templates.</summary>
    public void Delete()
    {
        Delete(_template);
        Delete(Handwritten(_template));
    }

    /// <summary>Removes a copy with its log.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    /// <summary>A connection of its own, without the settings of a contender.</summary>
    public static SqliteConnection Connect(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    // A template that was not finished may be lost without harm.
    private static void BeginUnsafely(SqliteConnection connection)
    {
        Sql.Run(connection, "PRAGMA journal_mode = OFF");
        Sql.Run(connection, "PRAGMA synchronous = OFF");
    }

    private static string Handwritten(string template) => template + "-handwritten";

    private static void CreateTemplate(string path, int pageSize, Action<SqliteConnection> makeTables, Action<SqliteConnection> insertRows)
    {
        using var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        Sql.Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA page_size = {pageSize}"));
        BeginUnsafely(connection);
        makeTables(connection);
        using (var transaction = connection.BeginTransaction())
        {
            insertRows(connection);
            transaction.Commit();
        }

        // Both templates are packed, so that only their tables distinguish them.
        Sql.Run(connection, "VACUUM");
        Sql.Run(connection, "PRAGMA journal_mode = WAL");
    }

    private static WalletId[] CreateIds(int count)
    {
        var random = new Random(count);
        var walletIds = new WalletId[count];
        for (var i = 0; i < count; i++)
        {
            walletIds[i] = WalletId.Create(s_firstOpening.AddMilliseconds(i), random);
        }

        return walletIds;
    }
}
