using System.Diagnostics;
using System.Globalization;
using WalletKit.TestHost.Disk;

namespace WalletKit.TestHost.Course;

/// <summary>The moment in a call at which the process is killed.</summary>
internal enum KillMoment
{
    Before,
    Inside,
    After,
}

/// <summary>The point in a course at which the process kills itself, by SIGKILL.</summary>
/// <param name="Step">The step of the point, the first time that the step reaches it.</param>
/// <param name="On">The file of the call.</param>
/// <param name="Kind">The kind of the call.</param>
/// <param name="Call">The number of the call, among the calls of that kind for that file in that step, from 1.</param>
/// <param name="Moment">The moment in the call.</param>
internal sealed record KillPoint(string Step, DiskFile On, DiskCallKind Kind, int Call, KillMoment Moment)
{
    private int _calls;
    private volatile bool _isArmed;

    public static KillPoint Parse(string[] parts) =>
        new(parts[0], Enum.Parse<DiskFile>(parts[1]), Enum.Parse<DiskCallKind>(parts[2]), int.Parse(parts[3], CultureInfo.InvariantCulture), Enum.Parse<KillMoment>(parts[4]));

    public string[] ToArguments() => [Step, On.ToString(), Kind.ToString(), Call.ToString(CultureInfo.InvariantCulture), Moment.ToString()];

    public void Began(string step)
    {
        _isArmed = step == Step;
        _calls = 0;
    }

    public int Handle(DiskCall call)
    {
        if (!_isArmed || call.Kind != Kind || call.On != On || ++_calls != Call)
        {
            return call.Do();
        }

        _ = Moment switch
        {
            KillMoment.Inside => call.DoHalf(),
            KillMoment.After => call.Do(),
            _ => 0,
        };
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
