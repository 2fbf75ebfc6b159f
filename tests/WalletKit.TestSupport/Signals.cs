using System.Diagnostics;
using System.Globalization;

namespace WalletKit.TestSupport;

/// <summary>Sends signals to processes.</summary>
public static class Signals
{
    /// <summary>Sends a signal by its name for <c>kill</c>, such as TERM, and returns when it was sent.</summary>
    public static async Task SendAsync(Process process, string name, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends a process that still runs, and gives it free.</summary>
    public static void KillAndDispose(this Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
