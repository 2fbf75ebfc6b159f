using WalletKit.Commands;

namespace WalletKit.Testing.Histories;

/// <summary>The settings of a <see cref="ConcurrentRun"/>.</summary>
public sealed record ConcurrentRunOptions
{
    /// <summary>The largest number of wallets.</summary>
    public const int MaxWallets = 100;

    /// <summary>Gets the seed of the wallets and of the calls. Default: 0.</summary>
    /// <remarks>Runs that share wallets, in several processes for example, must have the same seed.</remarks>
    public int Seed { get; init; }

    /// <summary>Gets the number of callers that call at once, 1 or more. Default: 8.</summary>
    public int Callers { get; init; } = 8;

    /// <summary>Gets the number of the first caller; callers of runs that share wallets have different numbers. Default: 0.</summary>
    public int FirstCaller { get; init; }

    /// <summary>Gets the number of calls that each caller makes, 1 or more. Default: 25.</summary>
    public int CallsPerCaller { get; init; } = 25;

    /// <summary>Gets the number of wallets that the callers share, 2 to 100. Default: 3.</summary>
    /// <remarks>Most calls are about the first wallet.</remarks>
    public int Wallets { get; init; } = 3;
}
