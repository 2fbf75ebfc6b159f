using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>A situation in which contenders are measured.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Books">The content of the books when a round begins.</param>
/// <param name="Entrants">The contenders that take part.</param>
internal sealed record Scenario(string Name, BooksPlan Books, IReadOnlyList<Entrant> Entrants)
{
    /// <summary>Whether it is part of a run that names no scenario.</summary>
    public bool IsDefault { get; init; } = true;

    /// <summary>Whether the work has an end of its own, instead of the end of the measured time.</summary>
    public bool IsBounded { get; init; }

    /// <summary>Whether it takes place on a PostgreSQL server.</summary>
    public bool NeedsPostgreSql { get; init; }
}
