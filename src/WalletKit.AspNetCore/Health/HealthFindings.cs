using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Health;

/// <summary>The findings of a health check: figures, problems, and failures, which are worse than problems.</summary>
internal sealed class HealthFindings
{
    private readonly List<string> _problems = [];
    private readonly List<string> _failures = [];

    public Dictionary<string, object> Data { get; } = new(StringComparer.Ordinal);

    public void AddProblem(bool isOne, string problem) => Add(_problems, isOne, problem);

    public void AddFailure(bool isOne, string failure) => Add(_failures, isOne, failure);

    /// <summary>The text of a count that stopped at a limit.</summary>
    public static string Count(int count, int limit) => count < limit ? count.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{limit} or more");

    public HealthCheckResult ToResult(HealthStatus failureStatus) =>
        _failures.Count > 0 ? new HealthCheckResult(failureStatus, $"The store can be read, but {List([.. _failures, .. _problems])}.", data: Data)
        : _problems.Count > 0 ? HealthCheckResult.Degraded($"The store can be read, but {List(_problems)}.", data: Data)
        : HealthCheckResult.Healthy("The store can be read.", Data);

    private static void Add(List<string> list, bool isOne, string text)
    {
        if (isOne)
        {
            list.Add(text);
        }
    }

    private static string List(List<string> texts) => string.Join(", and ", texts);
}
