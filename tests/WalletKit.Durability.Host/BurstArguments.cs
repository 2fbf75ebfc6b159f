using System.Globalization;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Durability;

/// <summary>The arguments of the process.</summary>
/// <param name="Path">The database.</param>
/// <param name="Run">The beginning of each reference and key, so that those of several processes differ.</param>
/// <param name="Seed">The seed of the callers' choices.</param>
/// <param name="Operations">The number of operations; 0 to go on until stopped.</param>
/// <param name="Callers">The number of callers that work at once.</param>
/// <param name="Wallets">The number of wallets that they share.</param>
/// <param name="OnSignal">Whether to wait for a line before the burst, so that several processes begin theirs at once.</param>
internal sealed record BurstArguments(string Path, string Run, int Seed, int Operations, int Callers, int Wallets, bool OnSignal)
{
    private const string Signal = "on-signal";

    public static BurstArguments Parse(string[] args) => args is [var path, var run, var seed, var operations, var callers, var wallets, .. [] or [Signal]]
        ? new BurstArguments(path, run, Number(seed), Number(operations), Number(callers), Number(wallets), args[^1] == Signal)
        : throw new ArgumentException($"Arguments: path run seed operations callers wallets [{Signal}]", nameof(args));

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
