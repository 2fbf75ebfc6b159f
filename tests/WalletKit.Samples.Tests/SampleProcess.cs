using System.Diagnostics;
using System.Globalization;

namespace WalletKit.Samples.Tests;

/// <summary>A sample like a person runs it: a process with arguments, lines and an exit code.</summary>
internal sealed class SampleProcess : IDisposable
{
    // Every run takes far less time; the limit only ends a run that hangs.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];
    private readonly CancellationTokenSource _timeout;

    private SampleProcess(Process process)
    {
        _process = process;
        _timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _timeout.CancelAfter(Guard);
        _errors = process.StandardError.ReadToEndAsync(_timeout.Token);
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Starts the console sample.</summary>
    public static SampleProcess Start(params string[] arguments) => StartSample("WalletKit.Samples.Console", arguments);

    /// <summary>Starts the console sample with the given number of columns.</summary>
    public static SampleProcess StartWithin(int columns, params string[] arguments) =>
        Start(DotNet.Host, [PathOf("WalletKit.Samples.Console"), .. arguments], ("COLUMNS", columns.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Starts a sample by the name of its project.</summary>
    public static SampleProcess StartSample(string sample, params string[] arguments) => Start(DotNet.Host, [PathOf(sample), .. arguments]);

    /// <summary>Starts a sample that cannot make a file longer than the given number of KiB. A write past it fails, as on a full disk.</summary>
    public static SampleProcess StartConfined(int kibibytes, string sample, params string[] arguments)
    {
        // The runtime would map its own code through a file that exceeds the limit.
        var script = string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {kibibytes}; DOTNET_EnableWriteXorExecute=0 exec \"$@\"");
        return Start("bash", ["-c", script, "bash", DotNet.Host, PathOf(sample), .. arguments]);
    }

    public static async Task<SampleResult> RunAsync(params string[] arguments)
    {
        using var sample = Start(arguments);
        return await sample.WaitForExitAsync();
    }

    /// <summary>Reads the output up to a line with the given beginning.</summary>
    public async Task WaitForLineAsync(string beginning)
    {
        while (await ReadLineAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"No line began with '{beginning}'. The output was:\n{string.Join('\n', _lines)}");
    }

    /// <summary>Sends a signal, by its name for <c>kill</c>.</summary>
    public Task SignalAsync(string name) => Signals.SendAsync(_process, name, _timeout.Token);

    public async Task<SampleResult> WaitForExitAsync()
    {
        while (await ReadLineAsync() is not null)
        {
        }

        await _process.WaitForExitAsync(_timeout.Token);
        return new SampleResult(_process.ExitCode, _lines, await _errors);
    }

    public void Dispose()
    {
        _process.KillAndDispose();
        _timeout.Dispose();
    }

    private static SampleProcess Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("COLUMNS");

        // A sample shows numbers as the machine's culture writes them, and the tests expect one form.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SampleProcess(Process.Start(start)!);
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync(_timeout.Token);
        if (line is not null)
        {
            _lines.Add(line);
        }

        return line;
    }

    private static string PathOf(string sample) => DotNet.AssemblyOf($"samples/{sample}");
}
