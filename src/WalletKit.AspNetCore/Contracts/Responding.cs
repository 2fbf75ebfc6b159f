using System.Globalization;
using WalletKit.AspNetCore.Contracts;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.AspNetCore;

/// <summary>Makes answers of records: amounts as text with all their decimals, names in lower case.</summary>
internal static class Responding
{
    public static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    public static WalletResponse ToResponse(this Wallet wallet) => new(
        wallet.Id.ToString(),
        wallet.IsErased ? null : wallet.OwnerId,
        wallet.IsErased ? null : wallet.Name,
        wallet.Currency.Code,
        wallet.Currency.Exponent,
        Naming.Of(wallet.Status),
        Text(wallet.Balance),
        Text(wallet.Held),
        Text(wallet.CreditLimit),
        wallet.Version,
        wallet.CreatedAt,
        wallet.UpdatedAt,
        wallet.IsErased ? wallet.ErasedThrough : null);

    public static BalanceResponse ToResponse(this WalletBalance balance) =>
        new(Text(balance.Balance), Text(balance.Held), Text(balance.Available), balance.Currency.Code, balance.Version);

    public static TransactionResponse ToResponse(this WalletTransaction transaction, bool isForOperator) => new(
        transaction.WalletId.ToString(),
        transaction.Sequence,
        Naming.Of(transaction.Type),
        Text(transaction.Amount),
        Text(transaction.BalanceAfter),
        transaction.Currency.Code,
        transaction.Version,
        transaction.CreatedAt,
        transaction.EffectiveAt,
        transaction.Account,
        isForOperator ? transaction.Actor : null,
        transaction.Reference,
        transaction.Metadata,
        transaction.Links.RebateOf,
        transaction.Links.ReversalOf,
        transaction.Links.Hold,
        transaction.Links.Counterpart is { } other ? new CounterpartResponse(other.WalletId.ToString(), isForOperator ? other.Version : null) : null,
        transaction.Links.Exchange?.ToResponse(),
        transaction.IsErased);

    public static HoldResponse ToResponse(this Hold hold) => new(
        hold.Id.WalletId.ToString(),
        hold.Id.Number,
        Text(hold.Amount),
        Text(hold.Captured),
        Text(hold.Remaining),
        hold.Currency.Code,
        Naming.Of(hold.Status),
        hold.ExpiresAt,
        hold.Reference,
        hold.Metadata,
        hold.CreatedAt,
        hold.UpdatedAt,
        hold.IsErased);

    public static StatementResponse ToResponse(this WalletStatement statement) => new(
        statement.WalletId.ToString(),
        statement.Currency.Code,
        statement.From,
        statement.To,
        Text(statement.OpeningBalance),
        Text(statement.ClosingBalance),
        statement.Count,
        statement.IsFinal,
        Naming.Of(statement.Basis));

    // The reason of a freeze may be a fact that the owner must not learn, and the actor may be an employee.
    public static EventResponse ToResponse(this WalletEvent happened, bool isForOperator) => new(
        happened.WalletId.ToString(),
        happened.Version,
        Naming.Of(happened.Type),
        happened.CreditLimit is { } limit ? Text(limit) : null,
        isForOperator ? happened.Reason : null,
        isForOperator ? happened.Actor : null,
        happened.EffectiveAt,
        happened.CreatedAt,
        happened.IsErased);

    public static TrialBalanceResponse ToResponse(this TrialBalance balance) => new(
        balance.Place,
        balance.IsBalanced,
        [
            .. balance.Currencies.Select(static totals => new CurrencyTotalsResponse(
                totals.Currency.Code,
                totals.Currency.Exponent,
                Text(totals.WalletsMinorUnits, totals.Currency.Exponent),
                [.. totals.Accounts.Select(static account => new AccountTotalResponse(account.Account, Text(account.TotalMinorUnits, account.Currency.Exponent)))])),
        ]);

    // A total can have more digits than a decimal.
    private static string Text(Int128 minorUnits, int exponent)
    {
        var digits = minorUnits.ToString(CultureInfo.InvariantCulture).TrimStart('-').PadLeft(exponent + 1, '0');
        return $"{(minorUnits < 0 ? "-" : "")}{digits[..^exponent]}{(exponent == 0 ? "" : ".")}{digits[^exponent..]}";
    }

    private static ExchangeResponse ToResponse(this Exchange exchange) => new(
        exchange.Rate?.ToString(CultureInfo.InvariantCulture),
        exchange.Rounding?.ToString(),
        Text(exchange.CounterpartAmount),
        exchange.CounterpartCurrency.Code);
}
