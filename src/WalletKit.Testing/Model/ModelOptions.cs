using System.Globalization;
using WalletKit.Rules;

namespace WalletKit.Testing.Model;

/// <summary>How a <see cref="ModelRunner"/> is to run.</summary>
public sealed record ModelOptions
{
    /// <summary>Which sequences are run: the first has this seed, each next one the next number. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>How many sequences are run, 1 or more. Default: 2,000.</summary>
    public int Sequences { get; init; } = 2_000;

    /// <summary>How many steps a sequence has at most, 4 or more; a quarter of it is the least. Default: 24.</summary>
    public int StepsPerSequence { get; init; } = 24;

    /// <summary>How many sequences follow one another on one store, each with wallets of its own, 1 or more. Default: 50.</summary>
    public int SequencesPerStore { get; init; } = 50;

    /// <summary>How many stores are under test at once, 1 or more: a durable one spends most of its time waiting for the disk. Default: 8.</summary>
    public int Stores { get; init; } = 8;

    /// <summary>
    /// The seed from the environment variable <c>WALLETKIT_SEED</c>, or a random one, and the number of sequences from
    /// <c>WALLETKIT_SEQUENCES</c>, or the default.
    /// </summary>
    public static ModelOptions FromEnvironment() => new()
    {
        Seed = Number("WALLETKIT_SEED") ?? Random.Shared.Next(),
        Sequences = Number("WALLETKIT_SEQUENCES") ?? new ModelOptions().Sequences,
    };

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
