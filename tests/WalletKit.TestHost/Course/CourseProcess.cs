using System.Globalization;
using WalletKit.TestHost.Bursts;
using WalletKit.TestHost.Disk;

namespace WalletKit.TestHost.Course;

/// <summary>The process that goes through a course until it kills itself.</summary>
internal sealed class CourseProcess(Journal journal, KillPoint point) : ICourseJournal
{
    public const string Verb = "course";

    /// <param name="args">The path, the seed, the operations, and the point.</param>
    /// <param name="journal">The journal for the parent process.</param>
    /// <returns>Returns only if the point was never reached.</returns>
    public static async Task RunAsync(string[] args, Journal journal)
    {
        var point = KillPoint.Parse(args[3..]);
        var course = new FileCourse(args[0], Number(args[1]), Number(args[2]), new CourseProcess(journal, point));
        using var disk = new WatchedDisk(args[0], point.Handle);
        await course.RunAsync();
    }

    public void Began(string step) => point.Began(step);

    public void Opened(int wallet, WalletId walletId) => journal.Opened(wallet, walletId);

    public void Begun(Operation operation) => journal.Begun(operation);

    public void Acknowledged(Operation done) => journal.Acknowledged(done);

    public void Refused(string reference) => journal.Refused(reference);

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
