using System.Numerics;
using WalletKit.Model.Money;

namespace WalletKit.Testing.Model.Bookkeeping;

// Transfers, within a currency and between two.
internal sealed partial class Bookkeeper
{
    private CommandResult Move(Transfer command)
    {
        var source = Existing(command.WalletId);
        var destination = Existing(command.Destination);
        CheckVersion(command, source);
        CheckNotClosed(source);
        CheckNotClosed(destination);
        CheckNotFrozen(source);
        CheckCurrencyAndDate(command, source);
        CheckExchange(command, source, destination);
        var amount = Amounts.ToMinor(command.Amount, source.Currency);
        var target = TargetOf(command, amount, source, destination);
        CheckOwner(command, source);
        CheckFunds(source, amount);
        CheckRange(destination, target);

        EndExpired(source);

        var (outgoing, incoming) = (Next(source), Next(destination));
        var isExchange = !source.Currency.Equals(destination.Currency);
        var left = Book(source.Id, TransactionType.TransferOut, -amount, isExchange ? "exchange" : null, command, new TransactionLinks
        {
            Counterpart = incoming,
            Exchange = isExchange ? new Exchange { Rate = RateOf(command), Rounding = RoundingOf(command), CounterpartCurrency = destination.Currency, CounterpartMinorUnits = target } : null,
        });
        var arrived = Book(destination.Id, TransactionType.TransferIn, target, isExchange ? "exchange" : null, Kept(command), new TransactionLinks
        {
            Counterpart = outgoing,
            Exchange = isExchange ? new Exchange { Rate = RateOf(command), Rounding = RoundingOf(command), CounterpartCurrency = source.Currency, CounterpartMinorUnits = amount } : null,
        });
        return new CommandResult { Wallet = WalletOf(source.Id), Transactions = [left, arrived] };
    }

    private static void CheckOwner(Transfer command, Account source)
    {
        if (command.OwnerTerms is { IsAllowed: false })
        {
            throw new TransferNotAllowedException(command.WalletId, command.Destination);
        }

        if (command.OwnerTerms is { } terms && command.Amount < terms.MinAmounts.GetValueOrDefault(source.Currency.Code))
        {
            throw new InvalidAmountException(command.Amount, "is too little for an owner");
        }
    }

    private static Transfer Kept(Transfer command) => command with
    {
        Reference = command.OwnerTerms is { PayeeKeeps: PayeeTexts.None } ? null : command.Reference,
        Metadata = command.OwnerTerms is null or { PayeeKeeps: PayeeTexts.All } ? command.Metadata : TransactionMetadata.Empty,
        Actor = command.OwnerTerms is null or { PayeeKeeps: PayeeTexts.All } ? command.Actor : null,
    };

    private static void CheckExchange(Transfer command, Account source, Account destination)
    {
        var isNamed = command.Rate is not null || command.TargetAmount is not null;
        var isOneCurrency = source.Currency.Equals(destination.Currency);
        if (isOneCurrency && isNamed)
        {
            throw new InvalidInputException(command.Rate is null ? "targetAmount" : "rate", null, "is for transfers between currencies");
        }

        if (!isOneCurrency && !isNamed && command.QuotedRate is null)
        {
            throw new CurrencyMismatchException(destination.Id, destination.Currency.Code, source.Currency.Code);
        }
    }

    private static long TargetOf(Transfer command, long amount, Account source, Account destination)
    {
        if (source.Currency.Equals(destination.Currency))
        {
            return amount;
        }

        if (command.TargetAmount is { } given)
        {
            return Amounts.ToMinor(given, destination.Currency);
        }

        BigInteger target = Amounts.Exchange(amount, source.Currency, RateOf(command), destination.Currency, command.Rounding);
        return target > 0 && target <= long.MaxValue ? (long)target : throw new InvalidAmountException(command.Amount, "is worth nothing or too much at the rate");
    }

    private static decimal RateOf(Transfer command) => command.Rate ?? command.TargetAmount / command.Amount ?? command.QuotedRate!.Value;

    private static MidpointRounding? RoundingOf(Transfer command) => command.TargetAmount is null ? command.Rounding : null;

    private static TransactionId Next(Account account) => new(account.Id, account.Version + 1);
}
