using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Execution;

/// <summary>Reads the state on which a command's decision rests, and no more.</summary>
internal static class CommandLoading
{
    public static CommandState Load(WalletCommand command, StateSource states, DateTimeOffset now)
    {
        var secrets = states.FindSecrets(command.WalletId);

        // A key that was used before decides the command alone.
        if (secrets is not null && command is KeyedCommand { IdempotencyKey: { } key } && states.FindRecorded(command.WalletId, KeyHash.Of(key, secrets.Keys)) is { } recorded)
        {
            return new CommandState(null, recorded) { Secrets = secrets };
        }

        var state = command.Load(states, now);
        return state with
        {
            Secrets = state.Wallet is null ? WalletSecrets.None : secrets ?? FindSecrets(states, state.Wallet.Id),
            CounterpartSecrets = state.Counterpart is { } counterpart ? FindSecrets(states, counterpart.Id) : WalletSecrets.None,
        };
    }

    private static WalletSecrets FindSecrets(StateSource states, WalletId walletId) =>
        states.FindSecrets(walletId) ?? throw new InvalidOperationException($"The store has wallet {walletId} and no secrets of it.");
}
