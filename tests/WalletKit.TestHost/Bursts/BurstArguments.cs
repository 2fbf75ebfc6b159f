using System.Globalization;

namespace WalletKit.TestHost.Bursts;

/// <summary>The arguments of a burst.</summary>
/// <param name="Run">The beginning of each reference and key, so that those of several processes differ.</param>
/// <param name="Seed">The seed of the callers' choices.</param>
/// <param name="Operations">The number of operations; 0 to go on until stopped.</param>
/// <param name="Callers">The number of callers that work at once.</param>
/// <param name="Wallets">The number of wallets that they share.</param>
/// <param name="OnSignal">Whether to wait for a line before the burst, so that several processes begin theirs at once.</param>
/// <param name="HasOrders">Whether a half of the operations have a row of the host's in their commit.</param>
internal sealed record BurstArguments(string Run, int Seed, int Operations = 0, int Callers = 32, int Wallets = 4, bool OnSignal = false, bool HasOrders = false)
{
    private const string Signal = "on-signal";
    private const string Orders = "with-orders";

    public static BurstArguments Parse(string[] arguments) => arguments is [var run, var seed, var operations, var callers, var wallets, .. var flags]
        ? new BurstArguments(run, Number(seed), Number(operations), Number(callers), Number(wallets), flags.Contains(Signal), flags.Contains(Orders))
        : throw new ArgumentException($"Arguments: run seed operations callers wallets [{Signal}] [{Orders}]", nameof(arguments));

    public string[] ToArguments() => [Run, Text(Seed), Text(Operations), Text(Callers), Text(Wallets), .. OnSignal ? [Signal] : Array.Empty<string>(), .. HasOrders ? [Orders] : Array.Empty<string>()];

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
