using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using WalletKit.Durability;

namespace WalletKit.PostgreSql.Tests.Hosts;

/// <summary>A host in a process of its own, and its output so far: each call when it begins, and each answer after it arrives.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly List<Operation> _acknowledged = [];
    private readonly Dictionary<string, Operation> _unanswered = new(StringComparer.Ordinal);
    private readonly Dictionary<int, WalletId> _walletIds = [];
    private readonly List<string> _failures = [];

    private HostProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _reading = ReadAsync();
    }

    /// <summary>The operations that were acknowledged so far.</summary>
    public IReadOnlyList<Operation> Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>The number of operations that were acknowledged so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.Count;
            }
        }
    }

    /// <summary>The calls that were begun and not answered. It may be read after the process has ended.</summary>
    public IReadOnlyCollection<Operation> Unanswered => _unanswered.Values;

    /// <summary>The wallets by their numbers. It may be read after the process has ended.</summary>
    public IReadOnlyDictionary<int, WalletId> WalletIds => _walletIds;

    /// <summary>The unexpected failures. It may be read after the process has ended.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public string Errors => string.Join(Environment.NewLine, _errors);

    /// <summary>Starts a process, which opens the wallets and waits for a signal to begin.</summary>
    public static HostProcess Start(string connectionString, string schema, string run, int seed, int callers, int wallets)
    {
        int[] numbers = [seed, 0, callers, wallets];
        string[] arguments = ["exec", Program(), schema, connectionString, run, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];

        // The runtime is in shared/Microsoft.NETCore.App/<version> beside the program that starts it.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return new HostProcess(new ProcessStartInfo(dotnet, arguments));
    }

    /// <summary>Waits until the process waits for the signal.</summary>
    public async Task ReadyAsync()
    {
        await Task.WhenAny(_ready.Task, _reading).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(_ready.Task.IsCompleted, $"The process did not begin. {string.Join(" ", _failures)} {Errors}");
    }

    public void Signal() => _process.StandardInput.WriteLine();

    /// <summary>Waits until the process has acknowledged the given number of further operations.</summary>
    public Task ProgressAsync(int more)
    {
        var goal = Count + more;
        return Until.TrueAsync(
            () =>
            {
                Assert.False(_process.HasExited, $"The process ended by itself. {string.Join(" ", _failures)} {Errors}");
                return Count >= goal;
            },
            $"process {_process.Id} acknowledged {more} more");
    }

    /// <summary>SIGKILL: the process gets no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>SIGSTOP: the process stands still, wherever it is.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT.</summary>
    public Task ContinueAsync() => SignalAsync("-CONT");

    /// <summary>SIGTERM: the process finishes its operations, and ends.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("-TERM");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await _reading;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // The program is built beside these tests in the same configuration.
    private static string Program()
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var tests = output.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(tests.FullName, "WalletKit.PostgreSql.Host", "bin", output.Parent.Name, output.Name, "WalletKit.PostgreSql.Host.dll");
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                Take(line);
            }
        }
    }

    private void Take(string line)
    {
        switch (line.Split(' '))
        {
            case ["ready"]:
                _ready.SetResult();
                break;
            case ["wallet", var wallet, var id]:
                _walletIds[int.Parse(wallet, CultureInfo.InvariantCulture)] = WalletId.Parse(id);
                break;
            case ["begin", .. var begun]:
                _unanswered.Add(begun[5], Operation.Parse(begun));
                break;
            case ["done", .. var done]:
                _unanswered.Remove(done[5]);
                _acknowledged.Add(Operation.Parse(done));
                break;
            case ["refused", var reference]:
                _unanswered.Remove(reference);
                break;
            default:
                _failures.Add(line);
                break;
        }
    }
}
