using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.PostgreSql.Server;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>
/// PostgreSQL's own benchmark on the server: <c>pgbench -N</c>, whose transaction updates one row of a million, reads it, and inserts another, with one round
/// trip for each. benchmarks/pgbench.sh does the same alone.
/// </summary>
internal sealed partial class PgBench : IContender
{
    private const int Clients = 16;
    private const int Threads = 2;
    private const int Scale = 10;
    private const string Program = "pgbench";
    private const string Database = "pgbench";

    private PgBench()
    {
    }

    public static bool IsPossible => TemporaryCluster.Has(Program);

    public static async Task<PgBench> OpenAsync()
    {
        await RunSqlAsync($"CREATE DATABASE {Database}");
        await RunAsync("--initialize", "--quiet", "--scale", Say(Scale));
        await RunSqlAsync("CHECKPOINT");
        return new PgBench();
    }

    public async Task WorkAsync(Workload workload, Meter meter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(meter.Duration.TotalSeconds));
        var report = await RunAsync(
            "--skip-some-updates", "--client", Say(Clients), "--jobs", Say(Threads), "--time", Say(seconds), "--protocol", "prepared", "--no-vacuum");
        var transactions = long.Parse(Transactions().Match(report).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var rate = double.Parse(Rate().Match(report).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        meter.Take(transactions, TimeSpan.FromSeconds(transactions / rate));
    }

    public async ValueTask DisposeAsync() => await RunSqlAsync($"DROP DATABASE {Database}");

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(BenchmarkServer.Cluster.ConnectionString);
        var start = new ProcessStartInfo(
            BenchmarkServer.Cluster.PathOf(Program), ["--host", server.Host!, "--username", server.Username!, .. arguments, Database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"pgbench ended with {process.ExitCode}:\n{await errors}");
    }

    private static async Task RunSqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(BenchmarkServer.Cluster.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static string Say(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex Transactions();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
