using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using WalletKit.TestHost.Bursts;
using WalletKit.TestHost.Course;

namespace WalletKit.TestHost;

/// <summary>A host in a process of its own, and its journal so far.</summary>
internal sealed class HostProcess : IDisposable
{
    // Every wait takes far less time; the limit only ends a wait for a process that hangs.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly JournalReader _journal = new();
    private readonly Task _reading;

    private HostProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _reading = _journal.ReadAsync(_process.StandardOutput);
    }

    /// <summary>The program, built in the same configuration as the tests.</summary>
    public static string Program => DotNet.AssemblyOf("tests/WalletKit.TestHost");

    /// <inheritdoc cref="JournalReader.Acknowledged"/>
    public IReadOnlyList<Operation> Acknowledged => _journal.Acknowledged;

    /// <inheritdoc cref="JournalReader.Count"/>
    public int Count => _journal.Count;

    /// <inheritdoc cref="JournalReader.Unanswered"/>
    public IReadOnlyCollection<Operation> Unanswered => _journal.Unanswered;

    /// <inheritdoc cref="JournalReader.Begun"/>
    public int Begun => _journal.Begun;

    /// <summary>The wallets by their numbers.</summary>
    public IReadOnlyDictionary<int, WalletId> WalletIds => _journal.WalletIds;

    /// <inheritdoc cref="JournalReader.Failures"/>
    public IReadOnlyList<string> Failures => _journal.Failures;

    /// <inheritdoc cref="JournalReader.Took"/>
    public TimeSpan? Took => _journal.Took;

    /// <summary>The errors that the process logged, or wrote when it died of a cause other than the test.</summary>
    public string Errors => string.Join(Environment.NewLine, _errors);

    /// <summary>Starts a burst on a file.</summary>
    /// <param name="database">The path of the file.</param>
    /// <param name="run">The name of the run.</param>
    /// <param name="seed">The seed of the callers' choices.</param>
    /// <param name="operations">The number of operations; 0 for as many as it can do.</param>
    /// <param name="through">The command through which the program is started.</param>
    public static HostProcess Start(string database, string run, int seed, int operations = 0, int callers = 32, params IEnumerable<string> through) =>
        Start(new FileStore(database), new BurstArguments(run, seed, operations, callers, HasOrders: true), through);

    public static HostProcess Start(HostStore store, BurstArguments arguments, params IEnumerable<string> through)
    {
        string[] command = [.. through, DotNet.Host, "exec", Program, .. store.ToArguments(), .. arguments.ToArguments()];
        return new HostProcess(new ProcessStartInfo(command[0], command[1..]));
    }

    /// <summary>Starts a process that goes through a course until it kills itself.</summary>
    public static HostProcess StartCourse(string database, int seed, int operations, KillPoint point)
    {
        string[] numbers = [seed.ToString(CultureInfo.InvariantCulture), operations.ToString(CultureInfo.InvariantCulture)];
        return new(new ProcessStartInfo(DotNet.Host, ["exec", Program, CourseProcess.Verb, database, .. numbers, .. point.ToArguments()]));
    }

    /// <summary>Lets another process open a database, run SQL and close it.</summary>
    public static async Task RunShellAsync(string database, string sql)
    {
        using var shell = new HostProcess(new ProcessStartInfo(DotNet.Host, ["exec", Program, Shell.Verb, database, sql]));
        Assert.True(await shell.ReadToEndAsync() == 0, shell.Errors);
    }

    /// <summary>Waits until the process waits for its signal.</summary>
    public async Task ReadyAsync() => AssertGoesOn(await _journal.Ready.WaitAsync(Guard, Token));

    /// <summary>Lets the process begin.</summary>
    public void Signal() => _process.StandardInput.WriteLine("begin");

    /// <summary>Waits until the process has acknowledged the given number of operations.</summary>
    public async Task ReachAsync(int acknowledged) => AssertGoesOn(await _journal.ReachAsync(acknowledged).WaitAsync(Guard, Token));

    /// <summary>Waits until the process has acknowledged the given number of further operations.</summary>
    public Task ProgressAsync(int more) => ReachAsync(Count + more);

    /// <summary>Repeats an operation of the process here.</summary>
    public Task<(Operation Done, bool Replayed, IReadOnlyList<object> Result)> RepeatAsync(Operation operation, IWalletService wallets) =>
        operation.DoAsync(wallets, wallet => WalletIds[wallet]);

    /// <summary>SIGKILL: the process gets no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ReadToEndAsync();
    }

    /// <summary>SIGSTOP: the process stands still, wherever it is.</summary>
    public Task PauseAsync() => Signals.SendAsync(_process, "STOP", Token);

    /// <summary>SIGCONT.</summary>
    public Task ContinueAsync() => Signals.SendAsync(_process, "CONT", Token);

    /// <summary>SIGTERM: the process finishes its operations, and ends.</summary>
    public async Task<int> TerminateAsync()
    {
        await Signals.SendAsync(_process, "TERM", Token);
        return await ReadToEndAsync();
    }

    /// <summary>Reads the whole output of the process, to its end.</summary>
    public async Task<int> ReadToEndAsync()
    {
        await _reading.WaitAsync(Guard, Token);
        await _process.WaitForExitAsync(Token).WaitAsync(Guard, Token);
        return _process.ExitCode;
    }

    public void Dispose() => _process.KillAndDispose();

    private void AssertGoesOn(bool goesOn) => Assert.True(goesOn, $"The process ended by itself. {string.Join(" ", Failures)} {Errors}");
}
