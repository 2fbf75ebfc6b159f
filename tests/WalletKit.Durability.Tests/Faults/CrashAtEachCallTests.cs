using WalletKit.Stores;
using WalletKit.TestHost.Course;
using WalletKit.TestHost.Disk;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The files are restored as they were at each call of SQLite to the system, and opened by a new store.</summary>
[Slow]
public sealed class CrashAtEachCallTests : IDisposable
{
    private const int Operations = 40;

    private readonly TestDirectory _directory = new();
    private readonly CourseRecord _record = new();
    private FileCourse _course = null!;

    public void Dispose() => _directory.Dispose();

    // Leaves in the copy the state that a crash at a call leaves, and continues from there.
    private delegate RecordedDisk Crash(RecordedDisk disk, DiskCall call, Random random, string copy);

    [Fact]
    public Task A_process_killed_before_any_write_or_sync_loses_nothing_and_does_nothing_twice() =>
        CrashAtEveryAsync(9, static (disk, _, _, copy) => disk.SaveAsKilled(copy), (_, copy) => CheckAsync(copy));

    [Fact]
    public Task A_process_killed_in_the_middle_of_any_write_loses_nothing_and_does_nothing_twice() =>
        CrashAtEveryAsync(18, static (disk, call, _, copy) => disk.SaveAsTorn(copy, call), (_, copy) => CheckAsync(copy));

    [Fact]
    public Task A_power_loss_at_any_write_or_sync_loses_nothing_and_does_nothing_twice() =>
        CrashAtEveryAsync(9, static (disk, _, random, copy) => disk.SaveAsPowerLoss(copy, random), (_, copy) => CheckAsync(copy));

    [Fact]
    public Task A_power_loss_after_the_next_process_has_answered_loses_nothing_of_what_the_killed_one_had_not_synced() =>
        CrashAtEveryAsync(9, static (disk, _, _, copy) => disk.SaveAsKilled(copy), CrashAgainAsync);

    [Fact]
    public Task A_power_loss_takes_the_last_of_commits_that_were_not_synced_and_harms_no_other() =>
        CrashAtEveryAsync(9, static (disk, _, random, copy) => disk.SaveAsPowerLoss(copy, random), (_, copy) => AssertHoldsFirstAsync(copy), SqliteSynchronous.Normal);

    private async Task CrashAtEveryAsync(int stride, Crash crash, Func<RecordedDisk, string, Task> check, SqliteSynchronous synchronous = SqliteSynchronous.Full)
    {
        var seed = Seed.OfCrashes();
        var random = new Random(seed);
        var disk = new RecordedDisk(_directory.Database);
        var (calls, crashes) = (0, 0);
        Exception? found = null;
        _course = new FileCourse(_directory.Database, seed, Operations, _record) { Configure = options => options.Synchronous = synchronous };
        using (new WatchedDisk(_directory.Database, Handle))
        {
            await _course.RunAsync();
        }

        Assert.Null(found);
        WriteLine($"{crashes} crashes at {calls} calls, {_record.Acknowledged.Count} operations");
        Assert.NotInRange(crashes, 0, 30);
        Assert.NotInRange(_record.Acknowledged.Count, 0, Operations / 4);

        int Handle(DiskCall call)
        {
            if (call.Changes && found is null && ++calls % stride == seed % stride)
            {
                crashes++;
                try
                {
                    // The course stands still meanwhile, in the middle of the call.
                    var copy = _directory.In("crashed.db");
                    var left = crash(disk, call, random, copy);
                    Task.Run(() => check(left, copy)).GetAwaiter().GetResult();
                }
                catch (Exception exception)
                {
                    found = new InvalidOperationException($"After a crash at call {calls}, in {_record.Step}, {call.Kind} of {call.On}.", exception);
                }
            }

            return disk.Do(call);
        }
    }

    private async Task CrashAgainAsync(RecordedDisk disk, string copy)
    {
        var off = _directory.In("off.db");
        AfterCrash.Known known;
        using (new WatchedDisk(copy, disk.Do))
        {
            known = await CheckAsync(copy, settled: () => disk.SaveAsPowerLoss(off, new Random(_record.Acknowledged.Count)));
        }

        await AfterCrash.AssertWholeAsync(off, known, _course.Clock.GetUtcNow());
    }

    private async Task AssertHoldsFirstAsync(string copy)
    {
        await using var host = new WalletHost(copy);
        await host.Store.OpenAsync();
        await AfterCrash.AssertCleanAsync(copy, host);
        using var books = Books.Open(copy);
        var left = books.CountOperations();
        Assert.InRange(left, 0, _record.Acknowledged.Count + (_record.UnderWay is null ? 0 : 1));
        books.AssertHolds([.. _record.Acknowledged.Take((int)left)]);
    }

    private Task<AfterCrash.Known> CheckAsync(string copy, Action? settled = null) => AfterCrash.AssertWholeAsync(copy, _record.Known, _course.Clock.GetUtcNow(), settled);
}
