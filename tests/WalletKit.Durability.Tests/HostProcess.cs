using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using WalletKit.Durability.Course;

namespace WalletKit.Durability.Tests;

/// <summary>A separate process that uses a database, and its output so far.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly CancellationTokenSource _guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private bool _isReady;

    private HostProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _guard.CancelAfter(Guard);
        _process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>The program, built beside these tests in the same configuration.</summary>
    public static string Program
    {
        get
        {
            var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var tests = output.Parent!.Parent!.Parent!.Parent!;
            return Path.Combine(tests.FullName, "WalletKit.Durability.Host", "bin", output.Parent.Name, output.Name, "WalletKit.Durability.Host.dll");
        }
    }

    // The runtime is in shared/Microsoft.NETCore.App/<version> beside the program that starts it.
    public static string DotNet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public List<Operation> Acknowledged { get; } = [];

    /// <summary>The number of calls with a key that were begun.</summary>
    public int Begun { get; private set; }

    /// <summary>The calls with a key that were begun and not answered, by key.</summary>
    public Dictionary<string, Operation> Unanswered { get; } = new(StringComparer.Ordinal);

    public Dictionary<int, string> WalletIds { get; } = [];

    public List<string> Failures { get; } = [];

    /// <summary>The duration of the operations, measured by the process itself.</summary>
    public TimeSpan? Took { get; private set; }

    /// <summary>The errors that the process logged, or wrote when it died of a cause other than the test.</summary>
    public string Errors => string.Join(Environment.NewLine, _errors);

    /// <param name="operations">The number of operations; 0 for as many as it can do.</param>
    public static HostProcess Start(string database, string run, int seed, int operations = 0, int callers = 32, int wallets = 4, params IEnumerable<string> through)
    {
        string[] command = [.. through, DotNet, .. Command(database, run, seed, operations, callers, wallets)];
        return new HostProcess(new ProcessStartInfo(command[0], command[1..]));
    }

    /// <summary>Starts a process that is ready to begin, and begins at the signal.</summary>
    public static async Task<HostProcess> StartReadyAsync(string database, string run, int seed, int operations, int callers, int wallets)
    {
        var process = new HostProcess(new ProcessStartInfo(DotNet, [.. Command(database, run, seed, operations, callers, wallets), "on-signal"]));
        while (!process._isReady)
        {
            await process.ReadOneAsync();
        }

        return process;
    }

    /// <summary>Starts a process that goes through a course until it kills itself.</summary>
    public static HostProcess StartCourse(string database, int seed, int operations, KillPoint point) =>
        new(new ProcessStartInfo(DotNet, ["exec", Program, "course", database, .. Numbers(seed, operations), .. point.ToArguments()]));

    /// <summary>Lets another process open a database, run SQL and close it.</summary>
    public static async Task RunShellAsync(string database, string sql)
    {
        using var shell = new HostProcess(new ProcessStartInfo(DotNet, ["exec", Program, "shell", database, sql]));
        Assert.True(await shell.ReadToEndAsync() == 0, shell.Errors);
    }

    public void Signal() => _process.StandardInput.WriteLine("begin");

    /// <summary>Repeats an operation of the process here.</summary>
    public Task<(Operation Done, bool Replayed, IReadOnlyList<object> Result)> RepeatAsync(Operation operation, IWalletService wallets) =>
        operation.DoAsync(wallets, wallet => WalletId.Parse(WalletIds[wallet]));

    /// <summary>Reads until that many operations are acknowledged.</summary>
    public async Task ReadAsync(int acknowledged)
    {
        while (Acknowledged.Count < acknowledged)
        {
            await ReadOneAsync();
        }
    }

    /// <summary>SIGKILL: the process gets no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ReadToEndAsync();
    }

    /// <summary>SIGTERM: the process is asked to end.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(_guard.Token);
        }

        return await ReadToEndAsync();
    }

    /// <summary>Reads the whole output of the process, to its end.</summary>
    public async Task<int> ReadToEndAsync()
    {
        while (await ReadLineAsync())
        {
        }

        await _process.WaitForExitAsync(_guard.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _guard.Dispose();
    }

    private static string[] Command(string database, string run, params IEnumerable<int> numbers) =>
        ["exec", Program, database, run, .. Numbers(numbers)];

    private static IEnumerable<string> Numbers(params IEnumerable<int> numbers) => numbers.Select(number => number.ToString(CultureInfo.InvariantCulture));

    private async Task ReadOneAsync() => Assert.True(await ReadLineAsync(), $"The process ended by itself. {Errors}");

    private async Task<bool> ReadLineAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync(_guard.Token) is not { } line)
        {
            return false;
        }

        switch (line.Split(' '))
        {
            case ["ready"]:
                _isReady = true;
                break;
            case ["took", var milliseconds]:
                Took = TimeSpan.FromMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
                break;
            case ["wallet", var wallet, var id]:
                WalletIds[int.Parse(wallet, CultureInfo.InvariantCulture)] = id;
                break;
            case ["begin", .. var begun]:
                Begun++;
                Unanswered.Add(begun[5], Operation.Parse(begun));
                break;
            case ["done", .. var done]:
                Unanswered.Remove(done[5]);
                Acknowledged.Add(Operation.Parse(done));
                break;
            case ["refused", var reference]:
                Unanswered.Remove(reference);
                break;
            default:
                Failures.Add(line);
                break;
        }

        return true;
    }
}
