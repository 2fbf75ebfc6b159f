using WalletKit.AspNetCore.Binding;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>All scenarios.</summary>
internal static class ScenarioCatalog
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        MoneyScenarios.Spread,
        MoneyScenarios.Mixed,
        MoneyScenarios.Hot,
        MoneyScenarios.Single,
        ReadScenario.Create(),
        HistoryScenario.Create(),
        MoneyScenarios.SpreadWide,
        MoneyScenarios.Large,
        RebateScenario.Create(),
        MemoryScenario.Create(),
        HttpScenario.Create(),
        JoinedScenario.Create(),
        PostgreSqlScenarios.Spread,
        PostgreSqlScenarios.Hot,
        PostgreSqlScenarios.Joined,
    ];

    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
