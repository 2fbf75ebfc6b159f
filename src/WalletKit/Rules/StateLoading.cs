using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>Reads the states that several commands rest on.</summary>
internal static class StateLoading
{
    /// <summary>Reads a wallet and its expired holds.</summary>
    public static CommandState Wallet(StateSource states, WalletId walletId, DateTimeOffset now) => Of(states, states.FindWallet(walletId), now);

    /// <summary>Reads the expired holds of a wallet.</summary>
    public static CommandState Of(StateSource states, Wallet? wallet, DateTimeOffset now) =>
        new(wallet) { Expired = ExpiryLoading.Load(states, wallet, now) };

    /// <summary>Reads a hold, its wallet, and the wallet's next expiry once the hold has ended.</summary>
    public static CommandState Hold(StateSource states, HoldId holdId, DateTimeOffset now)
    {
        var state = Wallet(states, holdId.WalletId, now);
        if (state.Standing(now) is not { } standing)
        {
            return state;
        }

        var hold = states.FindHold(holdId);
        return state with
        {
            Hold = hold,
            NextExpiry = hold?.ExpiresAt is { } expiry && expiry == standing.Holds.NextExpiry ? ExpiryLoading.FindNext(states, standing, now, hold.Id) : null,
        };
    }
}
