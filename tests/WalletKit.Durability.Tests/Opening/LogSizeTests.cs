using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SQLitePCL;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;

namespace WalletKit.Durability.Tests.Opening;

/// <summary>A reader that reads for a long time lets the write-ahead log grow. Once the reader is gone, the log is small again.</summary>
public sealed class LogSizeTests : IAsyncDisposable
{
    private const int Shortened = 114;

    // Each deposit adds about 8 kB of metadata to the log.
    private static readonly TransactionMetadata s_large = TransactionMetadata.From(
        Enumerable.Range(0, 16).Select(i => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), new string('x', 512))));

    private readonly TestDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly CapturedLog _log = new();
    private readonly WalletId _wallet = new(new Guid("019b7c1e-0a00-7000-8000-000000000001"));
    private readonly SqliteWalletStore _store;
    private long _deposits;

    public LogSizeTests() =>
        _store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database}", Synchronous = SqliteSynchronous.Normal }, _time, _log.CreateLogger<SqliteWalletStore>());

    private long LogSize => new FileInfo(_directory.Database + "-wal").Length;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_log_is_short_again_when_a_long_reader_is_gone_though_no_call_comes_any_more()
    {
        await GrowBehindReaderAsync(async _ =>
        {
            // The reader is still there: the store tries to reset the log, and commits go on.
            _time.Advance(SqliteLog.Pause);
            await CommitTwiceAsync();
            Assert.DoesNotContain(_log.Lines, line => line.Id == Shortened);
            Assert.True(LogSize > SqliteLog.KeptSize);
        });

        _time.Advance(SqliteLog.Pause);
        await _log.Of(Shortened).WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal(0, LogSize);
        Assert.Contains(_log.Lines, line => line.Message.EndsWith(" to 0 bytes.", StringComparison.Ordinal));
        await CommitTwiceAsync();
        Assert.InRange(LogSize, 1, SqliteLog.KeptSize);
        await AssertAllIsThereAsync(_store);
    }

    [Fact]
    public async Task The_log_is_cut_to_what_it_keeps_by_the_commits_after_a_long_reader_even_before_the_pause_is_over()
    {
        await GrowBehindReaderAsync(_ => Task.CompletedTask);

        await CommitTwiceAsync();

        Assert.Equal(SqliteLog.KeptSize, LogSize);
    }

    [Fact]
    public async Task A_long_log_that_a_killed_process_left_is_short_soon_after_the_next_opening()
    {
        // With this setting the last connection leaves the log unchanged, like a kill.
        await GrowBehindReaderAsync(async reader =>
        {
            await _store.DisposeAsync();
            raw.sqlite3_db_config(reader.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        });
        Assert.True(LogSize > SqliteLog.KeptSize);
        var log = new CapturedLog();
        await using var next = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database}" }, _time, log.CreateLogger<SqliteWalletStore>());

        // The writer answers this call after it has looked at the log for the first time.
        await next.ReadLatestAsync([_wallet], Token);
        Assert.True(LogSize > SqliteLog.KeptSize);
        _time.Advance(SqliteLog.Pause);
        await log.Of(Shortened).WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal(0, LogSize);
        await AssertAllIsThereAsync(next);
    }

    /// <summary>Writes a log that is too long, while a reader keeps it from beginning anew.</summary>
    /// <param name="before">Called before the reader ends.</param>
    private async Task GrowBehindReaderAsync(Func<SqliteConnection, Task> before)
    {
        await _store.CommitAsync(new CommandBatch(new OpenWallet(_wallet, "owner", Currency.FromIso("USD"))), Token);
        using var reader = Raw.Open(_directory.Database);
        reader.Execute("BEGIN");
        Assert.Equal(1, reader.Number("SELECT count(*) FROM walletkit_wallets"));
        while (LogSize <= SqliteLog.KeptSize + 1_000_000)
        {
            await DepositAsync(500, s_large);
        }

        await before(reader);
        Assert.Equal(0, reader.Number("SELECT count(amount) FROM walletkit_journal"));
        reader.Execute("COMMIT");
    }

    private async Task DepositAsync(int count, TransactionMetadata metadata)
    {
        Assert.Null((await _store.CommitAsync(new CommandBatch([.. Enumerable.Repeat(new Deposit(_wallet, 1m) { Metadata = metadata }, count)]), Token)).Refusal);
        _deposits += count;
    }

    private async Task AssertAllIsThereAsync(SqliteWalletStore store)
    {
        await store.DisposeAsync();
        using var connection = Raw.Open(_directory.Database);
        Assert.Equal((_deposits, _deposits), (connection.Number("SELECT count(amount) FROM walletkit_journal"), connection.Number("SELECT CAST(balance AS INTEGER) FROM walletkit_balances")));
        Assert.Equal("ok", connection.Query("PRAGMA integrity_check", row => row.GetString(0)).Single());
    }

    // When the second commit is answered, the writer has looked at the log after the first one.
    private async Task CommitTwiceAsync()
    {
        await DepositAsync(1, TransactionMetadata.Empty);
        await DepositAsync(1, TransactionMetadata.Empty);
    }
}
