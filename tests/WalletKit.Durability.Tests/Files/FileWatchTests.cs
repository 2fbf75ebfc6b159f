using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Files;

/// <summary>The questions of the watch over a store's files to the system, and their cost.</summary>
public sealed class FileWatchTests : IDisposable
{
    private static readonly string[] s_suffixes = ["", "-wal", "-shm"];

    private readonly TestDirectory _directory = new();
    private readonly DatabasePath _path;

    public FileWatchTests()
    {
        Assert.SkipUnless(FileState.CanBeAsked, "This system is not asked.");
        _path = new DatabasePath(_directory.Database);
        Array.ForEach(s_suffixes, suffix => File.WriteAllText(_directory.Database + suffix, suffix));
    }

    public void Dispose() => _directory.Dispose();

    // If the directory is unchanged, the watch asks about nothing else, so each change of its files must show in the directory.
    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public void A_watch_that_asks_the_directory_alone_sees_what_happens_to_each_file(string suffix)
    {
        var watch = Take(settling: TimeSpan.Zero);
        watch.Check();
        watch.Check();
        Assert.True(watch.AsksDirectoryAlone);
        WaitForNextTime();

        File.Move(_directory.Database + suffix, _directory.In("moved"));

        Assert.Equal(StoreFailure.FileMoved, Assert.Throws<WalletStoreException>(() => watch.Check()).Failure);
    }

    [Fact]
    public void A_watch_asks_each_file_as_long_as_another_change_could_leave_the_directory_with_the_same_time()
    {
        var watch = Take(settling: TimeSpan.FromHours(1));
        for (var i = 0; i < 10; i++)
        {
            watch.Check();
        }

        Assert.False(watch.AsksDirectoryAlone);
    }

    [Fact]
    public void A_look_costs_microseconds()
    {
        const int Looks = 20_000;
        foreach (var settling in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromHours(1)])
        {
            var watch = Take(settling);
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < Looks; i++)
            {
                watch.Check();
            }

            var each = Stopwatch.GetElapsedTime(began) / Looks;
            WriteLine($"{(watch.AsksDirectoryAlone ? "the directory alone" : "each file")}: {each.TotalMicroseconds:F2} µs");
            Assert.InRange(each, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }
    }

    private FileWatch Take(TimeSpan settling)
    {
        var watch = new FileWatch(NullLogger.Instance, settling);
        watch.Take(_path, FileWatch.Look(_path));
        return watch;
    }

    // The clock of a file system moves in steps of some milliseconds.
    private void WaitForNextTime()
    {
        var probe = _directory.In("probe");
        var before = FileState.Find(_directory.Path)!.Value.ChangedAt;
        while (FileState.Find(_directory.Path)!.Value.ChangedAt == before)
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
    }
}
