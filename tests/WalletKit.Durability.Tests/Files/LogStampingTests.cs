using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Files;

/// <summary>The mark of its log that the database keeps, each time the log begins anew.</summary>
public sealed class LogStampingTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteConnection _other;
    private readonly LogStamping _stamping;

    public LogStampingTests()
    {
        _connection = Raw.Open(_directory.Database);
        _connection.Execute("PRAGMA journal_mode = WAL");
        SqliteSchema.Current.Migrate(_connection, _directory.Database);
        _connection.Execute("CREATE TABLE work (x)");
        _other = Raw.Open(_directory.Database);
        _stamping = new LogStamping(_connection, _directory.Database + "-wal");
        Stamp();
        Assert.False(_stamping.IsBehind());
    }

    private ulong Head => LogHeader.Read(_directory.Database + "-wal")!.Value.Salts;

    private LogStamp Row
    {
        get
        {
            using var table = new LogStampTable(_other);
            return table.Find();
        }
    }

    public void Dispose()
    {
        _stamping.Dispose();
        _other.Dispose();
        _connection.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Commits_to_the_same_log_write_no_stamp()
    {
        var row = Row;
        Work();
        Assert.False(_stamping.IsBehind());
        Stamp();

        Assert.Equal((row, Head), (Row, row.Log));
    }

    [Fact]
    public void A_log_that_began_anew_is_named_with_the_one_before_it()
    {
        var first = Head;
        BeginLogAnewAtNextCommit();
        Work();

        Assert.True(_stamping.IsBehind());
        Stamp();

        Assert.False(_stamping.IsBehind());
        Assert.NotEqual(first, Head);
        Assert.Equal((Head, first), (Row.Log, Row.Before));
    }

    // The file then has the earlier mark, because the stamp is in the log alone.
    [Fact]
    public void A_stamp_that_is_itself_the_first_commit_of_a_log_is_followed_by_one_that_names_what_the_file_names()
    {
        var first = Head;
        BeginLogAnewAtNextCommit();
        Work();
        Assert.True(_stamping.IsBehind());
        BeginLogAnewAtNextCommit();

        Stamp();
        Assert.True(_stamping.IsBehind());
        AssertIsKnown();
        Stamp();

        Assert.False(_stamping.IsBehind());
        Assert.Equal((Head, first), (Row.Log, Row.Before));
        AssertIsKnown();
    }

    [Fact]
    public void A_stamp_that_was_rolled_back_is_written_again()
    {
        BeginLogAnewAtNextCommit();
        Work();
        Assert.True(_stamping.IsBehind());
        _connection.Execute("BEGIN IMMEDIATE");
        _stamping.Stamp();
        _connection.Execute("ROLLBACK");
        _stamping.RollBack();
        Assert.False(_stamping.IsSure);

        Stamp();

        Assert.False(_stamping.IsBehind());
        Assert.Equal(Head, Row.Log);
    }

    [Fact]
    public void A_log_that_was_stamped_holds_the_first_page_of_the_file()
    {
        const int header = 32;
        const int frame = 24;
        BeginLogAnewAtNextCommit();
        Work();
        Assert.True(_stamping.IsBehind());
        Stamp();

        var log = File.ReadAllBytes(_directory.Database + "-wal");
        var pageSize = BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(8));
        var pages = Enumerable.Range(0, (log.Length - header) / (frame + pageSize)).Select(i => header + (i * (frame + pageSize)))
            .Where(at => BinaryPrimitives.ReadUInt64BigEndian(log.AsSpan(at + 8)) == Head)
            .Select(at => BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(at)));

        Assert.Contains(1, pages);
    }

    [Fact]
    public void A_row_that_was_deleted_is_written_again()
    {
        _other.Execute("DELETE FROM walletkit_log_stamp");

        Stamp();

        Assert.Equal(Head, Row.Log);
    }

    private void Stamp()
    {
        _connection.Execute("BEGIN IMMEDIATE");
        _stamping.Stamp();
        _connection.Execute("COMMIT");
    }

    private void Work() => _connection.Execute("INSERT INTO work VALUES (1)");

    private void BeginLogAnewAtNextCommit() => _other.Execute("PRAGMA wal_checkpoint(RESTART)");

    // The next process would find the same files.
    private void AssertIsKnown()
    {
        var copy = _directory.In("copy.db");
        File.Delete(copy + "-shm");
        foreach (var suffix in (string[])["", "-wal"])
        {
            File.WriteAllBytes(copy + suffix, File.ReadAllBytes(_directory.Database + suffix));
        }

        using var connection = Raw.Open(copy);
        LogLineage.Check(connection, new DatabasePath(copy));
        SQLitePCL.raw.sqlite3_db_config(connection.Handle!, SQLitePCL.raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
    }
}
