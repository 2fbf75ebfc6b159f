using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletKit.Benchmarks.Compare.Reporting;

/// <summary>The results for programs to read.</summary>
internal static partial class JsonReport
{
    public static void Write(string path, IEnumerable<Result> results)
    {
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, [.. results.Select(Entry.Of)], EntryContext.Default.EntryArray);
    }

    internal sealed record Entry(
        string Scenario, string Contender, double OpsPerSecond, double? P50Micros, double? P99Micros, double AllocatedBytesPerOp, double? DiskBytesPerOp)
    {
        // One decimal is finer than the agreement of any two runs.
        public static Entry Of(Result result) => new(
            result.Scenario,
            result.Contender,
            Math.Round(result.OperationsPerSecond, 1),
            Round(result.P50Micros),
            Round(result.P99Micros),
            Math.Round(result.AllocatedBytesPerOperation, 1),
            Round(result.DiskBytesPerOperation));

        private static double? Round(double? value) => value is { } number ? Math.Round(number, 1) : null;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(Entry[]))]
    private sealed partial class EntryContext : JsonSerializerContext;
}
