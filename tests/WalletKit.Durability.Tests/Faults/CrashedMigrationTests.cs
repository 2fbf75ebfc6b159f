using WalletKit.Durability.Disk;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A file of each older version is migrated, and crashes at each write and sync of that.</summary>
public sealed class CrashedMigrationTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    /// <summary>Files as older releases left them, as SQL.</summary>
    public static TheoryData<string> Older => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Older"), "*.sql").Select(path => Path.GetFileName(path))];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Older))]
    public async Task A_file_of_an_older_release_that_crashes_in_its_migration_is_migrated_by_the_next_with_all_that_is_in_it(string older)
    {
        var version = Restore(older);
        var before = Count(_directory.Database);

        var crashes = await CrashAtEachAsync(
            async () =>
            {
                await using var host = new WalletHost(_directory.Database);
                await host.Store.OpenAsync();
            },
            async copy =>
            {
                await using var host = new WalletHost(copy);
                await host.Store.OpenAsync();
                await AfterCrash.AssertCleanAsync(copy, host);
                Assert.Equal(before, Count(copy));
                using var books = Books.Open(copy);
                Assert.Equal(SqliteSchema.Current.Version, books.Number("PRAGMA user_version"));
            });

        Assert.Equal(version < SqliteSchema.Current.Version, crashes > 10);
    }

    // As long as there is no older release, and for steps that no release has yet.
    [Fact]
    public async Task A_migration_that_crashes_leaves_the_version_before_or_the_one_after_and_nothing_between()
    {
        Restore("version1.sql");
        var before = Count(_directory.Database);
        var versions = new List<long>();

        var crashes = await CrashAtEachAsync(
            () => Task.Run(() => Migrate(_directory.Database)),
            copy =>
            {
                using (var connection = Raw.Open(copy))
                {
                    versions.Add(connection.Number("PRAGMA user_version"));
                    Assert.Equal(versions[^1] == 1 ? 0 : 1, connection.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'notes'"));
                }

                Migrate(copy);
                Assert.Equal(before, Count(copy));
                return Task.CompletedTask;
            });

        Assert.NotInRange(crashes, 0, 10);
        Assert.Equal([1, MigrationTests.NewSchema.Version], versions.Distinct().Order());
    }

    private static void Migrate(string path)
    {
        using var connection = Raw.Open(path);
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = FULL");
        MigrationTests.NewSchema.Migrate(connection, path);
    }

    // By a kill before it, a kill inside it, and a power loss, one after the other.
    private async Task<int> CrashAtEachAsync(Func<Task> migrate, Func<string, Task> check)
    {
        var random = new Random(Seeds.Next(Seeds.Crash));
        var disk = new RecordedDisk(_directory.Database);
        var (calls, copy) = (0, _directory.In("crashed.db"));
        Exception? found = null;
        using (new WatchedDisk(_directory.Database, Handle))
        {
            await migrate();
        }

        Assert.Null(found);
        return calls;

        int Handle(DiskCall call)
        {
            if (call.Changes && found is null)
            {
                Save(call, calls++ % 3);
                found = Record.Exception(() => check(copy).GetAwaiter().GetResult());
            }

            return disk.Do(call);
        }

        void Save(DiskCall call, int how)
        {
            switch (how)
            {
                case 0:
                    disk.SaveAsKilled(copy);
                    break;
                case 1:
                    disk.SaveAsTorn(copy, call);
                    break;
                default:
                    disk.SaveAsPowerLoss(copy, random);
                    break;
            }
        }
    }

    private int Restore(string older)
    {
        using var connection = Raw.Open(_directory.Database);
        connection.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Older", older)));
        return (int)connection.Number("PRAGMA user_version");
    }

    private static (long Wallets, long Transactions, long Keys, long Rebates, long Sum) Count(string path)
    {
        using var connection = Raw.Open(path);
        return (
            connection.Number("SELECT count(*) FROM wallets"),
            connection.Number("SELECT count(*) FROM transactions"),
            connection.Number("SELECT count(*) FROM idempotency_keys"),
            connection.Number("SELECT count(*) FROM rebates"),
            connection.Number("SELECT sum(balance) FROM wallets"));
    }
}
