using WalletKit.Rules;

namespace WalletKit.Commands;

/// <summary>
/// Decides commands. The decision is a pure function: no I/O, no clock, no randomness. The same command, state and time always give the same decision, so all
/// stores refuse the same commands.
/// </summary>
internal static class WalletRules
{
    /// <summary>Decides a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The state inside the transaction that will commit the command.</param>
    /// <param name="now">The time of the commit. If a wallet's last change is later, the time of that change is taken instead.</param>
    public static Decision Decide(WalletCommand command, in CommandState state, DateTimeOffset now) =>
        command.CheckForm() is { } malformed ? malformed : DecideWellFormed(command, state, now);

    /// <summary>Decides a command whose form was checked before its state was read.</summary>
    public static Decision DecideWellFormed(WalletCommand command, in CommandState state, DateTimeOffset now) =>
        AsOf(command.Decide(state, now), state.Expired, now);

    // Holds that have expired and were not ended by the command hold nothing in the caller's view either.
    private static Decision AsOf(Decision decision, ExpiredHolds? expired, DateTimeOffset now) =>
        expired is not null && decision.Result.Wallet is { } wallet && wallet.Holds.NextExpiry <= now
            ? decision with { Result = decision.Result with { Wallet = wallet.AsOf(expired.MinorUnits, expired.NextExpiry) } }
            : decision;
}
