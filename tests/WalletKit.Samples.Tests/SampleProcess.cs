using System.Diagnostics;
using System.Globalization;

namespace WalletKit.Samples.Tests;

/// <summary>A sample as a person runs it: a process with arguments, lines and an exit code.</summary>
internal sealed class SampleProcess : IDisposable
{
    // Far more than any run takes; it only keeps a hanging one from hanging the tests.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];
    private readonly CancellationTokenSource _timeout;

    private SampleProcess(Process process)
    {
        _process = process;
        _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _timeout.CancelAfter(Guard);
        _errors = process.StandardError.ReadToEndAsync(_timeout.Token);
    }

    public IReadOnlyList<string> Lines => _lines;

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Starts the console sample.</summary>
    public static SampleProcess Start(params string[] arguments) => StartSample("WalletKit.Samples.Console", arguments);

    /// <summary>Starts the console sample with so many columns to write in.</summary>
    public static SampleProcess StartWithin(int columns, params string[] arguments) =>
        Start(Host, [PathOf("WalletKit.Samples.Console"), .. arguments], ("COLUMNS", columns.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Starts a sample by the name of its project.</summary>
    public static SampleProcess StartSample(string sample, params string[] arguments) => Start(Host, [PathOf(sample), .. arguments]);

    /// <summary>Starts a sample that cannot make a file longer than so many KiB: a write past that fails, as on a full disk.</summary>
    public static SampleProcess StartConfined(int kibibytes, string sample, params string[] arguments)
    {
        // The runtime maps its own code through a file that would be too long.
        var script = string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {kibibytes}; DOTNET_EnableWriteXorExecute=0 exec \"$@\"");
        return Start("bash", ["-c", script, "bash", Host, PathOf(sample), .. arguments]);
    }

    public static async Task<SampleResult> RunAsync(params string[] arguments)
    {
        using var sample = Start(arguments);
        return await sample.WaitForExitAsync();
    }

    /// <summary>Reads the output up to a line that begins in a certain way.</summary>
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

    /// <summary>Sends a signal, by the name that <c>kill</c> knows it under.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(_timeout.Token);
        Assert.Equal(0, kill.ExitCode);
    }

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
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
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

    // .../tests/<this project>/bin/<configuration>/<framework>/ has its twin under samples.
    private static string PathOf(string sample)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "samples", sample, "bin", output.Parent.Name, output.Name, $"{sample}.dll");
    }
}
