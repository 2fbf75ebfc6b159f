using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;
using WalletKit.Testing.Model.Running;

namespace WalletKit.Durability.Tests.Opening;

/// <summary>A store migrates the file that it opens: it reports its progress, it stops when it is canceled, and the migration can be turned off.</summary>
public sealed class MigrationOpeningTests : IDisposable
{
    // A billion rows take longer than any test, and more room than the cache of two megabytes, so that some of them go to the log.
    private const string Endless = "CREATE TABLE numbers (n); WITH RECURSIVE ns (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM ns WHERE n < 1000000000) INSERT INTO numbers SELECT n FROM ns";

    private static readonly int s_old = SqliteSchema.Current.Version;

    private readonly TestDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly CapturedLog _log = new();
    private readonly WalletId _wallet = new(new Guid("019b7c1e-0a00-7000-8000-000000000001"));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_older_file_is_migrated_when_it_is_opened_and_each_step_is_reported_and_logged()
    {
        await MakeOldAsync();
        var told = new Told();
        await using var store = Open(told, "CREATE TABLE notes (id INTEGER PRIMARY KEY)", new("CREATE TABLE more (id)", (_, report) =>
        {
            report(1, 3);
            _time.Advance(SqliteMigrationRun.ReportPause);
            report(2, 3);
            report(3, 3);
        }));

        await store.OpenAsync(Token);

        Assert.Equal(
            [
                Progress(s_old + 1, 0, null, TimeSpan.Zero),
                Progress(s_old + 2, 0, null, TimeSpan.Zero),
                Progress(s_old + 2, 2, 3, SqliteMigrationRun.ReportPause),
                Progress(s_old + 2, 3, 3, SqliteMigrationRun.ReportPause),
            ],
            told.Reports);
        Assert.Equal(4, MessagesOf(103).Count());
        Assert.Contains(
            $"Migrating the database '{_directory.Database}' from schema version {s_old} to {s_old + 2}: 2 rows of the step to version {s_old + 2} are done after 00:00:05.", MessagesOf(103));
        Assert.Contains($"Migrated the database '{_directory.Database}' from schema version {s_old} to {s_old + 2}.", MessagesOf(102));
        await store.CommitAsync(new CommandBatch(new Deposit(_wallet, 1m)), Token);
        await store.DisposeAsync();
        using var connection = Raw.Open(_directory.Database);
        Assert.Equal((s_old + 2, 2), (connection.Number("SELECT version FROM walletkit_schema"), connection.Number("SELECT count(amount) FROM walletkit_journal")));
    }

    [Fact]
    public async Task A_new_file_is_made_by_all_steps_and_no_progress_is_reported()
    {
        var told = new Told();
        await using var store = Open(told, "CREATE TABLE notes (id)");

        await store.OpenAsync(Token);

        Assert.Empty(told.Reports);
        Assert.Equal([100], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public async Task An_older_file_is_refused_untouched_where_migrating_is_turned_off()
    {
        await MakeOldAsync();
        var before = _directory.Contents();
        await using (var store = Open(new Told(), options => options.MigrateOnOpen = false, "CREATE TABLE notes (id)"))
        {
            var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => store.OpenAsync(Token).AsTask());

            Assert.Equal(
                (StoreFailure.CannotOpen, $"the database '{_directory.Database}' has schema version {s_old}, this release version {s_old + 1}, and migrating it is turned off by SqliteStoreOptions.MigrateOnOpen."),
                (refusal.Failure, refusal.Message));
        }

        Assert.Equal(before, _directory.Contents());
    }

    [Fact]
    public async Task A_long_step_is_reported_every_five_seconds_and_canceling_the_opening_leaves_the_file_as_it_was()
    {
        await MakeOldAsync();
        var before = _directory.Contents();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _time.AutoAdvanceAmount = SqliteMigrationRun.ReportPause;
        var logSize = 0L;
        var told = new Told(report =>
        {
            logSize = new FileInfo(_directory.Database + "-wal").Length;
            if (logSize > 1_000_000)
            {
                canceled.Cancel();
            }
        });
        await using (var store = Open(told, Endless))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.OpenAsync(canceled.Token).AsTask());
        }

        Assert.InRange(told.Reports.Count, 3, int.MaxValue);
        Assert.True(logSize > 1_000_000);
        Assert.Equal(before, _directory.Contents());
        await using var next = Open(new Told(), "CREATE TABLE numbers (n)");
        await next.OpenAsync(Token);
        Assert.NotNull(await next.FindWalletAsync(_wallet, Token));
    }

    [Fact]
    public async Task A_step_that_works_row_by_row_is_canceled_between_two_rows_and_the_same_store_can_be_opened_afterward()
    {
        await MakeOldAsync();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var rows = 0;
        await using var store = Open(new Told(), new SqliteMigration("CREATE TABLE notes (id)", (connection, report) =>
        {
            for (; rows < 10; rows++)
            {
                connection.Execute("INSERT INTO notes VALUES (1)");
                if (rows == 3 && !canceled.IsCancellationRequested)
                {
                    // The cancellation comes from the caller's thread, and only it ends this.
                    canceled.Cancel();
                    while (true)
                    {
                        report(rows, 10);
                    }
                }

                report(rows, 10);
            }
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.OpenAsync(canceled.Token).AsTask());
        await store.OpenAsync(Token);

        await store.DisposeAsync();
        using var connection = Raw.Open(_directory.Database);
        Assert.Equal((s_old + 1, 7), (connection.Number("SELECT version FROM walletkit_schema"), connection.Number("SELECT count(*) FROM notes")));
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_stop_the_migration_for_others()
    {
        await MakeOldAsync();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var isUnderWay = new SemaphoreSlim(0);
        using var mayGoOn = new SemaphoreSlim(0);
        await using var store = Open(new Told(), new SqliteMigration("CREATE TABLE notes (id)", (_, report) =>
        {
            isUnderWay.Release();
            mayGoOn.Wait(Token);
            report(1, 1);
        }));
        var first = store.OpenAsync(canceled.Token).AsTask();
        await isUnderWay.WaitAsync(Token);
        var second = store.OpenAsync(Token).AsTask();

        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        mayGoOn.Release();

        await second;
        Assert.NotNull(await store.FindWalletAsync(_wallet, Token));
    }

    [Fact]
    public async Task A_store_that_is_closed_while_it_migrates_leaves_the_file_as_it_was_and_says_so()
    {
        await MakeOldAsync();
        var before = _directory.Contents();
        using var isUnderWay = new SemaphoreSlim(0);
        var store = Open(new Told(_ => isUnderWay.Release()), Endless);
        var opening = store.OpenAsync(Token).AsTask();
        await isUnderWay.WaitAsync(Token);

        await store.DisposeAsync();

        Assert.Equal(StoreFailure.Closed, (await Assert.ThrowsAsync<WalletStoreException>(() => opening)).Failure);
        Assert.Equal(before, _directory.Contents());
    }

    [Theory]
    [InlineData("CREATE TABLE notes (id)")]
    [InlineData(Endless)]
    public async Task A_receiver_of_progress_that_throws_ends_the_migration_and_the_file_is_as_it_was(string step)
    {
        await MakeOldAsync();
        var before = _directory.Contents();
        var calls = 0;
        _time.AutoAdvanceAmount = SqliteMigrationRun.ReportPause;
        await using (var store = Open(new Told(_ => calls = calls == 0 ? 1 : throw new NotSupportedException("enough")), step))
        {
            Assert.Equal("enough", (await Assert.ThrowsAsync<NotSupportedException>(() => store.OpenAsync(Token).AsTask())).Message);
        }

        Assert.Equal(before, _directory.Contents());
    }

    [Fact]
    public async Task A_process_that_is_killed_after_a_migration_and_before_its_first_commit_leaves_a_file_that_opens_again()
    {
        await MakeOldAsync();
        await MigrateAndKeepWhatAKillLeavesAsync();
        RestoreWhatAKillLeft();

        await using var store = Open(new Told(), "CREATE TABLE notes (id)");
        await store.OpenAsync(Token);

        Assert.NotNull(await store.FindWalletAsync(_wallet, Token));
        Assert.Null((await store.CommitAsync(new CommandBatch(new Deposit(_wallet, 1m)), Token)).Refusal);
    }

    // The log of the migration names itself, though nothing was committed after it.
    [Fact]
    public async Task A_backup_of_an_earlier_time_does_not_take_the_log_of_a_migration()
    {
        await MakeOldAsync();
        File.Copy(_directory.Database, _directory.In("backup.db"));
        await DepositAsync();
        await MigrateAndKeepWhatAKillLeavesAsync();
        RestoreWhatAKillLeft();
        File.Copy(_directory.In("backup.db"), _directory.Database, overwrite: true);

        await using var store = Open(new Told(), "CREATE TABLE notes (id)");

        Assert.Equal(StoreFailure.LogMismatch, (await Assert.ThrowsAsync<WalletStoreException>(() => store.OpenAsync(Token).AsTask())).Failure);
    }

    private async Task MigrateAndKeepWhatAKillLeavesAsync()
    {
        await using var store = Open(new Told(), "CREATE TABLE notes (id)");
        await store.OpenAsync(Token);
        File.Copy(_directory.Database, _directory.In("killed.db"));
        File.Copy(_directory.Database + "-wal", _directory.In("killed.log"));
    }

    private void RestoreWhatAKillLeft()
    {
        Array.ForEach(Directory.GetFiles(_directory.Path, "wallets.db*"), File.Delete);
        File.Move(_directory.In("killed.db"), _directory.Database);
        File.Move(_directory.In("killed.log"), _directory.Database + "-wal");
    }

    private async Task DepositAsync()
    {
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database}" }, _time);
        Assert.Null((await store.CommitAsync(new CommandBatch(new Deposit(_wallet, 1m)), Token)).Refusal);
    }

    private IEnumerable<string> MessagesOf(int id) => _log.Lines.Where(line => line.Id == id).Select(line => line.Message);

    private SqliteWalletStore Open(Told told, params SqliteMigration[] later) => Open(told, _ => { }, later);

    private SqliteWalletStore Open(Told told, Action<SqliteStoreOptions> configure, params SqliteMigration[] later)
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database}", MigrationProgress = told };
        configure(options);
        return new SqliteWalletStore(options, _time, _log.CreateLogger<SqliteWalletStore>(), null, new SqliteSchema([.. SqliteMigrations.All, .. later]));
    }

    private async Task MakeOldAsync()
    {
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database}" }, _time);
        Assert.Null((await store.CommitAsync(new CommandBatch([new OpenWallet(_wallet, "owner", Currency.FromIso("USD")), new Deposit(_wallet, 1m)]), Token)).Refusal);
    }

    private sealed class Told(Action<MigrationProgress>? then = null) : IProgress<MigrationProgress>
    {
        public List<MigrationProgress> Reports { get; } = [];

        public void Report(MigrationProgress value)
        {
            Reports.Add(value);
            then?.Invoke(value);
        }
    }

    private static MigrationProgress Progress(int version, long rows, long? totalRows, TimeSpan elapsed) =>
        new() { FoundVersion = s_old, TargetVersion = s_old + 2, Version = version, Rows = rows, TotalRows = totalRows, Elapsed = elapsed };
}
