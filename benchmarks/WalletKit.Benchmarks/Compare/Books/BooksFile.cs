using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Books;

/// <summary>A database file with WalletKit's own tables, in which every contender finds the same rows.</summary>
internal sealed class BooksFile
{
    private static readonly DateTimeOffset s_firstOpening = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _template;

    private BooksFile(string template, WalletId[] walletIds)
    {
        _template = template;
        WalletIds = walletIds;
    }

    /// <summary>The public ids of the wallets.</summary>
    public WalletId[] WalletIds { get; }

    /// <summary>Makes the file with which the rounds begin.</summary>
    public static BooksFile Create(string path, BooksPlan plan)
    {
        var walletIds = CreateIds(plan.Wallets);
        using (var connection = Connect(path, SqliteOpenMode.ReadWriteCreate))
        {
            BeginUnsafely(connection);
            SqliteSchema.Current.Migrate(connection, path);
            using (var transaction = connection.BeginTransaction())
            {
                BooksRows.Insert(connection, plan, walletIds, s_firstOpening);
                transaction.Commit();
            }

            // Both templates are packed, so that only the hashes distinguish them.
            Sql.Run(connection, "VACUUM");
            Sql.Run(connection, "PRAGMA journal_mode = WAL");
        }

        CreatePlain(path);
        return new BooksFile(path, walletIds);
    }

    /// <summary>Copies the template, down to the disk, because pages that are not written yet would be written while a contender is measured.</summary>
    /// <param name="path">The path of the copy.</param>
    /// <param name="isHashed">Whether there is room for the hashes of the transactions, which only WalletKit itself keeps.</param>
    public void CopyTo(string path, bool isHashed)
    {
        using var source = File.OpenRead(isHashed ? _template : Plain(_template));
        using var target = new FileStream(path, FileMode.CreateNew);
        source.CopyTo(target, 1 << 20);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Removes the templates.</summary>
    public void Delete()
    {
        Delete(_template);
        Delete(Plain(_template));
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

    private static string Plain(string template) => template + "-plain";

    private static void CreatePlain(string template)
    {
        File.Copy(template, Plain(template));
        using var connection = Connect(Plain(template));
        BeginUnsafely(connection);
        Sql.DropHashes(connection);
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
