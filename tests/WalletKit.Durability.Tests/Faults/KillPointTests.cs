using WalletKit.TestHost.Course;
using WalletKit.TestHost.Disk;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>Processes that are killed, by SIGKILL, at points that have a name; the next process finds the very same files.</summary>
[Slow]
public sealed class KillPointTests : IDisposable
{
    // The seed decides the operations. With this one there is a hold that expires, and each kind of operation.
    private const int Seed = 3;
    private const int Operations = 40;

    private readonly TestDirectory _directory = new();

    public static TheoryData<string, string, string, string, int, string> Points => Data(
        ("before the file is made", new(FileCourse.Create, DiskFile.Database, DiskCallKind.Write, 1, KillMoment.Before)),
        ("as its mark for a log is written", new(FileCourse.Create, DiskFile.Database, DiskCallKind.Write, 1, KillMoment.Inside)),
        ("before the journal of that is removed", new(FileCourse.Create, DiskFile.Journal, DiskCallKind.Delete, 1, KillMoment.Before)),
        ("before the tables are written", new(FileCourse.Create, DiskFile.Log, DiskCallKind.Write, 1, KillMoment.Before)),
        ("between the tables", new(FileCourse.Create, DiskFile.Log, DiskCallKind.Write, 20, KillMoment.Before)),
        ("before the tables are synced", new(FileCourse.Create, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.Before)),
        ("before a commit", new(Operation.Deposit, DiskFile.Log, DiskCallKind.Write, 1, KillMoment.Before)),
        ("between two pages of a commit", new(Operation.Deposit, DiskFile.Log, DiskCallKind.Write, 5, KillMoment.Before)),
        ("inside a page of a commit", new(Operation.Deposit, DiskFile.Log, DiskCallKind.Write, 6, KillMoment.Inside)),
        ("before a commit is synced", new(Operation.Withdrawal, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.Before)),
        ("after a commit is synced and before it is answered", new(Operation.Deposit, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.After)),
        ("inside a transfer", new(Operation.Transfer, DiskFile.Log, DiskCallKind.Write, 8, KillMoment.Inside)),
        ("after a transfer is synced", new(Operation.Transfer, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.After)),
        ("inside a capture", new(Operation.Capture, DiskFile.Log, DiskCallKind.Write, 6, KillMoment.Inside)),
        ("after a reversal is synced", new(Operation.Reversal, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.After)),
        ("as rebates are claimed", new(FileCourse.Rebates, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.Before)),
        ("after rebates are claimed", new(FileCourse.Rebates, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.After)),
        ("before rebates are paid", new(FileCourse.Rebates, DiskFile.Log, DiskCallKind.Sync, 2, KillMoment.Before)),
        ("after rebates are paid", new(FileCourse.Rebates, DiskFile.Log, DiskCallKind.Sync, 2, KillMoment.After)),
        ("inside a hold's expiry", new(FileCourse.Sweep, DiskFile.Log, DiskCallKind.Write, 2, KillMoment.Inside)),
        ("after a hold's expiry is synced", new(FileCourse.Sweep, DiskFile.Log, DiskCallKind.Sync, 1, KillMoment.After)),
        ("as the log is copied", new(FileCourse.Checkpoint, DiskFile.Database, DiskCallKind.Write, 2, KillMoment.Inside)),
        ("before the copied log is synced", new(FileCourse.Checkpoint, DiskFile.Database, DiskCallKind.Sync, 1, KillMoment.Before)),
        ("as the file is closed", new(FileCourse.Close, DiskFile.Database, DiskCallKind.Write, 1, KillMoment.Inside)),
        ("before the log is removed", new(FileCourse.Close, DiskFile.Log, DiskCallKind.Delete, 1, KillMoment.Before)),
        ("after the log is removed", new(FileCourse.Close, DiskFile.Log, DiskCallKind.Delete, 1, KillMoment.After)));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_process_killed_there_loses_nothing_and_does_nothing_twice(string when, string step, string on, string kind, int call, string moment)
    {
        var point = new KillPoint(step, Enum.Parse<DiskFile>(on), Enum.Parse<DiskCallKind>(kind), call, Enum.Parse<KillMoment>(moment));
        using var process = HostProcess.StartCourse(_directory.Database, Seed, Operations, point);

        var exitCode = await process.ReadToEndAsync();

        Assert.True(exitCode is not 0, $"Killed {when}: it never came to that.");
        Assert.True(process.Errors.Trim().Length == 0, process.Errors);
        Assert.Empty(process.Failures);
        var known = new AfterCrash.Known(process.Acknowledged, process.Unanswered.SingleOrDefault(), wallet => process.WalletIds[wallet]);
        await AfterCrash.AssertWholeAsync(_directory.Database, known, FileCourse.TimeOf(process.Begun));
    }

    private static TheoryData<string, string, string, string, int, string> Data(params (string When, KillPoint At)[] points)
    {
        var data = new TheoryData<string, string, string, string, int, string>();
        foreach (var (when, at) in points)
        {
            data.Add(when, at.Step, at.On.ToString(), at.Kind.ToString(), at.Call, at.Moment.ToString());
        }

        return data;
    }
}
