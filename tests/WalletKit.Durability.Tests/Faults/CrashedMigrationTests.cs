using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;
using WalletKit.TestHost.Disk;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A file is migrated by made-up later steps, and crashes at each write and sync.</summary>
[Slow]
public sealed class CrashedMigrationTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_migration_that_crashes_leaves_the_version_before_or_the_one_after_and_nothing_between()
    {
        await MakeOlderAsync();
        var before = Count(_directory.CopyDatabase("counted.db"));
        var versions = new List<long>();

        var crashes = await CrashAtEachAsync(
            () => Task.Run(() => Migrate(_directory.Database)),
            copy =>
            {
                using (var connection = Raw.Open(copy))
                {
                    versions.Add(connection.Number("SELECT version FROM walletkit_schema"));
                    Assert.Equal(versions[^1] == SqliteSchema.Current.Version ? 0 : 1, connection.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'notes'"));
                }

                Migrate(copy);
                Assert.Equal(before, Count(copy));
                Books.AssertBalance(copy);
                return Task.CompletedTask;
            });

        Assert.NotInRange(crashes, 0, 10);
        Assert.Equal([SqliteSchema.Current.Version, MigrationTests.NewSchema.Version], versions.Distinct().Order());
    }

    private static void Migrate(string path)
    {
        using var connection = Raw.Open(path);
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = FULL");
        MigrationTests.NewSchema.Migrate(connection, path);
    }

    // Each call meets three crashes in turn: a kill before it, a kill inside it, and a power loss.
    private async Task<int> CrashAtEachAsync(Func<Task> migrate, Func<string, Task> check)
    {
        var random = new Random(Seed.OfCrashes());
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
                found = Record.Exception(() => Task.Run(() => check(copy)).GetAwaiter().GetResult());
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

    // A kill has left a part of the file in its log.
    private async Task MakeOlderAsync()
    {
        using var made = new TestDirectory();
        var killed = await KilledStore.MakeAsync(made, Seed.OfCrashes());
        File.Copy(killed.Path, _directory.Database);
        File.Copy(killed.Path + "-wal", _directory.Database + "-wal");
    }

    private static (long Wallets, long Transactions, long Keys, long Rebates, long Sum) Count(string path)
    {
        using var connection = Raw.Open(path);
        return (
            connection.Number("SELECT count(*) FROM walletkit_wallets"),
            connection.Number("SELECT count(amount) FROM walletkit_journal"),
            connection.Number("SELECT count(*) FROM walletkit_idempotency_keys"),
            connection.Number("SELECT count(*) FROM walletkit_rebates"),
            connection.Number("SELECT sum(j.balance) FROM walletkit_balances b JOIN walletkit_journal j ON j.wallet_id = b.wallet_id AND j.version = b.version"));
    }
}
