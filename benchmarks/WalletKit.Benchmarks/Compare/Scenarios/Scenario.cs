using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>A situation in which contenders are measured.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Books">What stands in the books when a round begins.</param>
/// <param name="Entrants">Who takes part.</param>
internal sealed record Scenario(string Name, BooksPlan Books, IReadOnlyList<Entrant> Entrants)
{
    /// <summary>Whether it is part of a run that names no scenario.</summary>
    public bool IsDefault { get; init; } = true;

    /// <summary>Whether the work has an end of its own, instead of that of the measured time.</summary>
    public bool IsBounded { get; init; }

    /// <summary>Whether it takes place on a PostgreSQL server.</summary>
    public bool NeedsPostgreSql { get; init; }
}
