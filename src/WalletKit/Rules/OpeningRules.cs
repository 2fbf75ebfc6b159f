using WalletKit.Stores;

namespace WalletKit.Rules;

internal static class OpeningRules
{
    public static Decision Decide(OpenWallet command, in CommandState state, DateTimeOffset now)
    {
        if (state.Wallet is { } standing)
        {
            if (standing.OwnerId != command.OwnerId || standing.Name != command.Name)
            {
                return new InvalidInputException("walletId", command.WalletId, "is another wallet's already");
            }

            // By code alone: a wallet keeps the exponent of its opening, whatever the host declares later.
            return standing.Currency.Code == command.Currency.Code
                ? new Decision(new CommandResult { Wallet = standing, Replayed = true })
                : new CurrencyMismatchException(standing.Id, standing.Currency, command.Currency);
        }

        if (state.OpenWallets >= command.MaxWallets)
        {
            return new TooManyWalletsException(command.OwnerId, command.MaxWallets.Value);
        }

        var time = Time.Truncate(now);
        var wallet = new Wallet
        {
            Id = command.WalletId,
            OwnerId = command.OwnerId,
            Name = command.Name,
            Currency = command.Currency,
            Version = 1,
            CreatedAt = time,
            UpdatedAt = time,
        };
        wallet = wallet with { ChainHash = HashChain.Begin(wallet) };
        return new Decision(new CommandResult { Wallet = wallet }, new Changes { Opened = wallet });
    }
}
