using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Execution;

/// <summary>Reads the state on which a command's decision rests, and no more.</summary>
internal static class CommandLoading
{
    // A key that was used before decides the command alone.
    public static CommandState Load(WalletCommand command, StateSource states, DateTimeOffset now) =>
        command is KeyedCommand { IdempotencyKey: { } key } && states.FindRecorded(command.WalletId, key) is { } recorded
            ? new CommandState(null, recorded)
            : command.Load(states, now);
}
