using System.Diagnostics;
using WalletKit.Rules;

namespace WalletKit.Samples.Tests.Api;

/// <summary>The API sample, started from its project like a person starts it, on a free port and a database of its own.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    // The start takes far less time; the limit only ends a start that hangs.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(3);

    private readonly TemporaryDatabase _database = new();
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Task _rest = Task.CompletedTask;

    private ApiProcess(IReadOnlyList<string> options, string? server = null)
    {
        var start = new ProcessStartInfo(
            DotNet.Command,
            ["run", "--no-build", "--configuration", DotNet.Configuration, "--project", Repository.PathOf("samples", "WalletKit.Samples.Api"), .. options, "--", "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DotNet.ForgetTheTestRun(start);
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["ConnectionStrings__Wallets"] = $"Data Source={_database.Path}";
        if (server is not null)
        {
            start.Environment["ConnectionStrings__PostgreSql"] = server;
        }

        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public string Address { get; private set; } = "";

    /// <summary>Starts it by its launch profile: in development.</summary>
    public static Task<ApiProcess> StartAsync() => ListenAsync(new ApiProcess([]));

    /// <summary>Starts it by its launch profile, on a PostgreSQL server.</summary>
    public static Task<ApiProcess> StartAsync(string server) => ListenAsync(new ApiProcess([], server));

    /// <summary>Starts it without its launch profile: in production.</summary>
    public static Task<ApiProcess> StartInProductionAsync() => ListenAsync(new ApiProcess(["--no-launch-profile"]));

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _rest;
        _process.Dispose();
        _database.Dispose();
    }

    private static async Task<ApiProcess> ListenAsync(ApiProcess api)
    {
        const string Announcement = "Now listening on: ";
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(Guard);
        var lines = new List<string>();
        try
        {
            while (await api._process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                lines.Add(line);
                if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
                {
                    api.Address = line[(at + Announcement.Length)..];

                    // The log is not read from here on, but a full pipe would stop its writer.
                    api._rest = api._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return api;
                }
            }
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }

        var errors = await api._errors;
        await api.DisposeAsync();
        throw new InvalidOperationException($"The sample ended before it listened:\n{string.Join('\n', lines)}\n{errors}");
    }
}
