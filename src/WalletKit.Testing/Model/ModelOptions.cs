using System.Globalization;
using WalletKit.Rules;

namespace WalletKit.Testing.Model;

/// <summary>The settings of a <see cref="ModelRunner"/>.</summary>
public sealed record ModelOptions
{
    /// <summary>Gets the seed of the first sequence; each next sequence has the next number. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>Gets the number of sequences, 1 or more. Default: 2,000.</summary>
    public int Sequences { get; init; } = 2_000;

    /// <summary>Gets the largest number of steps in a sequence, 4 or more. Default: 24.</summary>
    /// <remarks>The smallest number of steps is a quarter of it.</remarks>
    public int StepsPerSequence { get; init; } = 24;

    /// <summary>Gets the number of sequences that follow one another on one store, 1 or more. Default: 50.</summary>
    /// <remarks>Each sequence has wallets of its own.</remarks>
    public int SequencesPerStore { get; init; } = 50;

    /// <summary>Gets the number of stores that are tested at once, 1 or more. Default: 8.</summary>
    /// <remarks>A durable store spends most of its time waiting for the disk.</remarks>
    public int Stores { get; init; } = 8;

    /// <summary>Reads the seed and the number of sequences from environment variables.</summary>
    /// <remarks>
    /// <c>WALLETKIT_SEED</c> gives the seed, which is random unless given. <c>WALLETKIT_SEQUENCES</c> gives the number of sequences, or the default applies.
    /// </remarks>
    public static ModelOptions FromEnvironment() => FromEnvironment(new ModelOptions().Sequences);

    /// <summary>The same with another number of sequences where the environment gives none.</summary>
    internal static ModelOptions FromEnvironment(int sequences) => new()
    {
        Seed = Number("WALLETKIT_SEED") ?? Random.Shared.Next(),
        Sequences = Number("WALLETKIT_SEQUENCES") ?? sequences,
    };

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
