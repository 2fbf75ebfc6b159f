using System.Runtime.InteropServices;

namespace WalletKit.Storage.Clocks;

/// <summary>Measures the time that has passed, whatever the clock is set to.</summary>
/// <remarks>
/// For the system's provider this goes on while the machine is suspended, as the clock does: <see cref="TimeProvider.GetTimestamp"/> stands still then on
/// Linux and macOS, and a laptop that wakes up would look as if its clock had jumped.
/// </remarks>
internal sealed class SteadyClock
{
    private const int BootTimeOfLinux = 7;
    private const int MonotonicTimeOfMacOS = 6;

    private readonly Func<long> _ticks;

    public SteadyClock(TimeProvider timeProvider)
    {
#pragma warning disable RS0030 // The clock is not read; it is compared with the clock that the host chose.
        _ticks = ReferenceEquals(timeProvider, TimeProvider.System) ? SystemTicks(timeProvider) : TicksOf(timeProvider);
#pragma warning restore RS0030
    }

    /// <summary>The time since some moment that stays the same, in ticks of 100 nanoseconds.</summary>
    public long Ticks => _ticks();

    private static Func<long> SystemTicks(TimeProvider timeProvider)
    {
        if (OperatingSystem.IsWindows())
        {
            return static () => Environment.TickCount64 * TimeSpan.TicksPerMillisecond;
        }

        // The layout below is that of 64-bit systems. Elsewhere a suspended machine has to wait until its clock is believed again.
        return Environment.Is64BitProcess && OperatingSystem.IsLinux() && CanRead(BootTimeOfLinux) ? static () => Read(BootTimeOfLinux)
            : Environment.Is64BitProcess && OperatingSystem.IsMacOS() && CanRead(MonotonicTimeOfMacOS) ? static () => Read(MonotonicTimeOfMacOS)
            : TicksOf(timeProvider);
    }

    private static Func<long> TicksOf(TimeProvider timeProvider)
    {
        var start = timeProvider.GetTimestamp();
        return () => timeProvider.GetElapsedTime(start).Ticks;
    }

    private static bool CanRead(int clock)
    {
        try
        {
            return ClockGetTime(clock, out _) == 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static long Read(int clock)
    {
        _ = ClockGetTime(clock, out var time);
        return (time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out TimeOfSystem time);

    // The system's timespec.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeOfSystem
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
