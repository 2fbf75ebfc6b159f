using System.Diagnostics.CodeAnalysis;
using WalletKit.Commands;
using WalletKit.Money;

namespace WalletKit.Rules;

/// <summary>The checks that commands share, each in its place of the fixed order.</summary>
internal static class WalletChecks
{
    /// <summary>Whether the command was done before under its key: then that answers it, and no other rule is asked.</summary>
    public static bool IsAnswered(KeyedCommand command, RecordedCommand? recorded, out Decision answer)
    {
        answer = default;
        if (command.IdempotencyKey is null || recorded is null)
        {
            return false;
        }

        answer = recorded.Content == ContentHash.Of(command)
            ? new Decision(new CommandResult { Transaction = recorded.Transaction, Replayed = true })
            : new IdempotencyConflictException(recorded.Transaction.Id);
        return true;
    }

    /// <summary>Wallet exists, expected version, closed, frozen (for debits), currency.</summary>
    public static bool IsRefused(MoneyCommand command, [NotNullWhen(false)] Wallet? wallet, bool isDebit, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal =
            wallet is null ? new WalletNotFoundException(command.WalletId)
            : command.ExpectedVersion is { } expected && expected != wallet.Version ? new ConcurrencyConflictException(wallet.Id, expected, wallet.Version)
            : wallet.Status == WalletStatus.Closed ? new WalletClosedException(wallet.Id)
            : isDebit && wallet.Status == WalletStatus.Frozen ? new WalletFrozenException(wallet.Id)
            : command.Currency is { } named && named != wallet.Currency.Code ? new CurrencyMismatchException(wallet.Id, wallet.Currency.Code, named)
            : null;
        return refusal is not null;
    }

    /// <summary>The amount in the wallet's minor units, or why it has none.</summary>
    public static bool IsRefused(decimal amount, Currency currency, out long minorUnits, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal = MinorUnits.TryFromDecimal(amount, currency.Exponent, out minorUnits) switch
        {
            ConversionResult.TooManyDecimals => new InvalidAmountException(amount, $"has more decimals than the {currency.Exponent} of {currency.Code}; nothing is rounded"),
            ConversionResult.OutOfRange => new InvalidAmountException(amount, $"is past the range of {currency.Code}: at most {long.MaxValue} minor units"),
            _ => null,
        };
        return refusal is not null;
    }
}
