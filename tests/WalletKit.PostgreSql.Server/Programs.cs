using System.ComponentModel;
using System.Diagnostics;

namespace WalletKit.PostgreSql.Server;

/// <summary>The programs of a PostgreSQL installation, and the way to run them: never as root, which they refuse.</summary>
internal sealed class Programs
{
    private const string SystemUser = "postgres";

    private readonly string _directory;

    private Programs(string directory) => _directory = directory;

    /// <summary>Whether the server runs as another user, and so needs files that belong to that user.</summary>
    public static bool RunsAsOther => Environment.IsPrivilegedProcess;

    /// <summary>The environment variable that holds the directory of the programs to be used.</summary>
    public const string Variable = "WALLETKIT_TEST_POSTGRES_PROGRAMS";

    /// <summary>Finds an installation: the one that the environment names, or else on the path, or where distributions put the newest of several.</summary>
    /// <returns>The programs; null where there is no installation.</returns>
    public static Programs? Find()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return In(named);
        }

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0).Select(path => Path.Combine(path, "bin"))
            : [];
        return onPath.Concat(installed).FirstOrDefault(HasServer) is { } found ? new Programs(Resolve(found)) : null;
    }

    /// <summary>The programs of a directory.</summary>
    /// <exception cref="InvalidOperationException">They are not there.</exception>
    public static Programs In(string directory) => HasServer(directory)
        ? new Programs(Resolve(directory))
        : throw new InvalidOperationException($"There are no initdb and pg_ctl in the directory '{directory}'.");

    private static bool HasServer(string directory) => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl"));

    // All programs are beside the target of a link; beside the link itself are only the programs that were linked.
    private static string Resolve(string directory) =>
        File.ResolveLinkTarget(Path.Combine(directory, "initdb"), returnFinalTarget: true) is { } target ? Path.GetDirectoryName(target.FullName)! : directory;

    public string PathOf(string program) => Path.Combine(_directory, program);

    public void Run(string program, params string[] arguments) => Start(PathOf(program), arguments);

    /// <summary>Gives a directory to the user as which the server runs.</summary>
    public static void HandOver(string directory)
    {
        if (RunsAsOther)
        {
            Execute("chown", [SystemUser, directory]);
        }
    }

    /// <summary>Runs a program as the user as which the server runs.</summary>
    public static void Start(string path, string[] arguments)
    {
        if (RunsAsOther)
        {
            Execute("runuser", ["-u", SystemUser, "--", path, .. arguments]);
        }
        else
        {
            Execute(path, arguments);
        }
    }

    private static void Execute(string path, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        try
        {
            using var process = Process.Start(start)!;

            // The server inherits the streams that are not redirected to its log, so the streams are read until this process ends, and no further.
            var output = new System.Text.StringBuilder();
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"{path} did not end:\n{Text()}");
            }

            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{path} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{Text()}");
            }

            void Add(string? line)
            {
                lock (output)
                {
                    output.AppendLine(line);
                }
            }

            string Text()
            {
                lock (output)
                {
                    return output.ToString();
                }
            }
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{path} cannot be run.", exception);
        }
    }
}
