using System.Diagnostics.CodeAnalysis;
using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>Transfers: both legs or neither.</summary>
internal static class TransferRules
{
    public static Decision Decide(Transfer command, in CommandState state, DateTimeOffset now)
    {
        if (WalletChecks.IsAnswered(command, state.Recorded, out var answer))
        {
            return answer;
        }

        if (IsRefused(command, state, out var source, out var destination, out var refusal)
            || WalletChecks.IsRefused(command.Amount, source.Currency, out var amount, out refusal)
            || IsTargetRefused(command, source, destination, amount, out var target, out refusal)
            || IsLimited(command, source, out refusal))
        {
            return refusal;
        }

        (source, var ended) = Expiry.End(source, state.Expired, now);
        if (WalletChecks.IsShort(source, amount, out refusal))
        {
            return refusal;
        }

        if (Entries.IsPastRange(destination, target))
        {
            return new BalanceOutOfRangeException(destination.Id, destination.Balance, MinorUnits.ToDecimal(target, destination.Currency.Exponent));
        }

        // Each leg takes the time of its own wallet: a wallet that is ahead of the clock must not move another one ahead.
        var isExchange = !source.Currency.Equals(destination.Currency);
        var outgoing = new TransactionId(source.Id, checked(source.LastSequence + 1));
        var incoming = new TransactionId(destination.Id, checked(destination.LastSequence + 1));
        var (debited, leaving) = Entries.Append(
            source, TransactionType.TransferOut, -amount, now, command,
            new TransactionLinks { Counterpart = incoming, Exchange = isExchange ? ExchangeOf(command, destination.Currency, target) : null });
        var (credited, arriving) = Entries.Append(
            destination, TransactionType.TransferIn, target, now, ForPayee(command),
            new TransactionLinks { Counterpart = outgoing, Exchange = isExchange ? ExchangeOf(command, source.Currency, amount) : null });
        var result = new CommandResult { Wallet = debited, Transactions = [leaving, arriving] };
        return new Decision(
            result,
            new Changes { Wallets = [debited, credited], Transactions = [leaving, arriving], Holds = ended, Recorded = Keys.Record(command, result) });
    }

    private static bool IsRefused(
        Transfer command,
        in CommandState state,
        [NotNullWhen(false)] out Wallet? source,
        [NotNullWhen(false)] out Wallet? destination,
        [NotNullWhen(true)] out WalletException? refusal)
    {
        (source, destination) = (state.Wallet, state.Counterpart);
        refusal =
            source is null ? new WalletNotFoundException(command.WalletId)
            : destination is null ? new WalletNotFoundException(command.Destination)
            : WalletChecks.VersionRefusal(command, source)
            ?? WalletChecks.StatusRefusal(source, isDebit: false)
            ?? WalletChecks.StatusRefusal(destination, isDebit: false)
            ?? WalletChecks.StatusRefusal(source, isDebit: true)
            ?? WalletChecks.CurrencyRefusal(command, source)
            ?? ExchangeRefusal(command, source, destination);
        return refusal is not null;
    }

    // What an owner may not ask for.
    private static bool IsLimited(Transfer command, Wallet source, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal = command.OwnerTerms switch
        {
            null => null,
            { IsAllowed: false } => new TransferNotAllowedException(source.Id, command.Destination),
            var terms when terms.MinAmounts.TryGetValue(source.Currency.Code, out var least) && command.Amount < least =>
                new InvalidAmountException(command.Amount, $"is less than {Show(least)} {source.Currency.Code}, the least that an owner may transfer"),
            _ => null,
        };
        return refusal is not null;
    }

    /// <summary>The command with the texts that the payee's history keeps.</summary>
    private static Transfer ForPayee(Transfer command) => command.OwnerTerms?.PayeeKeeps switch
    {
        PayeeTexts.Reference => command with { Metadata = TransactionMetadata.Empty },
        PayeeTexts.None => command with { Reference = null, Metadata = TransactionMetadata.Empty },
        _ => command,
    };

    private static WalletException? ExchangeRefusal(Transfer command, Wallet source, Wallet destination)
    {
        var isNamed = command.Rate is not null || command.TargetAmount is not null;
        return source.Currency.Equals(destination.Currency)
            ? isNamed
                ? new InvalidInputException(
                    command.Rate is not null ? "rate" : "targetAmount", command.Rate ?? command.TargetAmount, $"is for transfers between currencies; both wallets keep {source.Currency.Code}")
                : null
            : isNamed || command.QuotedRate is not null
                ? null
                : new CurrencyMismatchException(destination.Id, destination.Currency, source.Currency);
    }

    private static bool IsTargetRefused(
        Transfer command, Wallet source, Wallet destination, long amount, out long target, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal = null;
        target = amount;
        if (source.Currency.Equals(destination.Currency))
        {
            return false;
        }

        if (command.TargetAmount is { } given)
        {
            return WalletChecks.IsRefused(given, destination.Currency, out target, out refusal);
        }

        var rate = (command.Rate ?? command.QuotedRate)!.Value;
        if (!ExchangeRate.TryConvert(amount, source.Currency.Exponent, rate, destination.Currency.Exponent, command.Rounding, out target))
        {
            refusal = new InvalidAmountException(command.Amount, $"is past the range of {destination.Currency.Code} at the rate {Show(rate)}");
        }
        else if (target == 0)
        {
            refusal = new InvalidAmountException(command.Amount, $"is worth nothing in {destination.Currency.Code} at the rate {Show(rate)}");
        }

        return refusal is not null;
    }

    private static Exchange ExchangeOf(Transfer command, Currency counterpartCurrency, long counterpartAmount) => command.TargetAmount is { } given
        ? new Exchange(ExchangeRate.Implied(command.Amount, given), null, counterpartCurrency, counterpartAmount)
        : new Exchange(command.Rate ?? command.QuotedRate, command.Rounding, counterpartCurrency, counterpartAmount);

    private static string Show(decimal rate) => rate.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
