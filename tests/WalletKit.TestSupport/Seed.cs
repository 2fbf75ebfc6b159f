using System.Globalization;

namespace WalletKit.TestSupport;

/// <summary>The seeds of the random tests: new each time, written to the test's output, and taken from the environment to repeat a run.</summary>
public static class Seed
{
    private const string CommandVariable = "WALLETKIT_SEED";
    private const string CrashVariable = "WALLETKIT_CRASH_SEED";
    private const string FaultVariable = "WALLETKIT_FAULT_SEED";

    /// <summary>The seed of random commands, calls and histories.</summary>
    public static int OfCommands() => Of(CommandVariable);

    /// <summary>The seed of kills, power losses, torn logs and damaged files.</summary>
    public static int OfCrashes() => Of(CrashVariable);

    /// <summary>The seed of calls and disks that fail.</summary>
    public static int OfFaults() => Of(FaultVariable);

    // The numbers are small enough for tests that add to their seed.
    private static int Of(string variable)
    {
        var given = Environment.GetEnvironmentVariable(variable);
        var seed = string.IsNullOrEmpty(given) ? Random.Shared.Next(1_000_000) : int.Parse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        CurrentTest.WriteLine($"{variable}={seed}");
        return seed;
    }
}
