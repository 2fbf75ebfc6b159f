using WalletKit.Commands;

namespace WalletKit.Testing.Histories;

/// <summary>What the callers of a <see cref="ConcurrentRun"/> do.</summary>
public sealed record ConcurrentRunOptions
{
    /// <summary>The most wallets.</summary>
    public const int MaxWallets = 100;

    /// <summary>Decides the wallets and what the callers ask for. Runs that share wallets, as in several processes, have the same. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>How many callers there are at once, 1 or more. Default: 8.</summary>
    public int Callers { get; init; } = 8;

    /// <summary>Gets the number of the first caller; callers of runs that share wallets have different numbers. Default: 0.</summary>
    public int FirstCaller { get; init; }

    /// <summary>How many calls each caller makes, 1 or more. Default: 25.</summary>
    public int CallsPerCaller { get; init; } = 25;

    /// <summary>How many wallets they share, 2 to 100; the first is in most calls. Default: 3.</summary>
    public int Wallets { get; init; } = 3;
}
