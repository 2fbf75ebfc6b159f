using System.Globalization;

namespace WalletKit.Durability.Tests;

/// <summary>The seeds of the random tests: new each time, printed, and taken from the environment to repeat a failed run.</summary>
internal static class Seeds
{
    public const string Crash = "WALLETKIT_CRASH_SEED";
    public const string Fault = "WALLETKIT_FAULT_SEED";

    public static int Next(string variable)
    {
        var seed = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper!.WriteLine($"{variable}={seed}");
        return seed;
    }
}
