using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletKit.Stores;

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

        answer = recorded.Content == ContentHash.Of(command, recorded.Results[0])
            ? new Decision(recorded.Results[0].ToReplayed())
            : recorded.ToConflict();
        return true;
    }

    /// <summary>Wallet exists, expected version, closed, frozen (for debits), currency.</summary>
    public static bool IsRefused(PostingCommand command, [NotNullWhen(false)] Wallet? wallet, bool isDebit, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal =
            wallet is null ? new WalletNotFoundException(command.WalletId)
            : VersionRefusal(command, wallet)
            ?? StatusRefusal(wallet, isDebit)
            ?? CurrencyRefusal(command, wallet);
        return refusal is not null;
    }

    /// <summary>Why the wallet is not at the version that the command expects; null where it is, or none is named.</summary>
    public static WalletException? VersionRefusal(KeyedCommand command, Wallet wallet) =>
        command.ExpectedVersion is { } expected && expected != wallet.Version ? new ConcurrencyConflictException(wallet.Id, expected, wallet.Version) : null;

    /// <summary>Why nothing may be credited to, or debited from, the wallet; null where it may.</summary>
    public static WalletException? StatusRefusal(Wallet wallet, bool isDebit) =>
        wallet.Status == WalletStatus.Closed ? new WalletClosedException(wallet.Id)
        : isDebit && wallet.Status == WalletStatus.Frozen ? new WalletFrozenException(wallet.Id)
        : null;

    /// <summary>Why the currency that the command names is not the wallet's; null where it is, or none is named.</summary>
    public static WalletException? CurrencyRefusal(PostingCommand command, Wallet wallet) =>
        command.Currency is { } named && named != wallet.Currency.Code ? new CurrencyMismatchException(wallet.Id, wallet.Currency.Code, named) : null;

    /// <summary>Whether less than the amount is available.</summary>
    public static bool IsShort(Wallet wallet, Int128 amount, [NotNullWhen(true)] out WalletException? refusal)
    {
        var available = Funds.Available(wallet);
        refusal = amount > available
            ? new InsufficientFundsException(wallet.Id, Funds.ToUnits(available, wallet), Funds.ToUnits(amount, wallet))
            : null;
        return refusal is not null;
    }

    /// <summary>The amount in the wallet's minor units, or why it has none.</summary>
    public static bool IsRefused(decimal amount, Currency currency, out long minorUnits, [NotNullWhen(true)] out WalletException? refusal)
    {
        refusal = MinorUnits.TryFromDecimal(amount, currency.Exponent, out minorUnits) switch
        {
            ConversionResult.TooManyDecimals => new InvalidAmountException(amount, $"has more decimals than the {currency.Exponent} of {currency.Code}; nothing is rounded"),
            ConversionResult.OutOfRange => new InvalidAmountException(amount, string.Create(CultureInfo.InvariantCulture, $"is past the range of {currency.Code}: at most {currency.MaxBalance}")),
            _ => null,
        };
        return refusal is not null;
    }
}
