using System.Globalization;

namespace WalletKit.AspNetCore;

/// <summary>What leaves: amounts as text with all their decimals, names in lower case.</summary>
internal static class Responding
{
    public static WalletResponse ToResponse(this Wallet wallet) => new(
        wallet.Id.ToString(),
        wallet.OwnerId,
        wallet.Name,
        wallet.Currency.Code,
        wallet.Currency.Exponent,
        Name(wallet.Status),
        Text(wallet.Balance),
        Text(wallet.Held),
        Text(wallet.CreditLimit),
        wallet.Version,
        wallet.CreatedAt,
        wallet.UpdatedAt);

    public static BalanceResponse ToResponse(this WalletBalance balance) =>
        new(Text(balance.Balance), Text(balance.Held), Text(balance.Available), balance.Currency.Code, balance.Version);

    public static TransactionResponse ToResponse(this WalletTransaction transaction, bool isForOperator) => new(
        transaction.WalletId.ToString(),
        transaction.Sequence,
        Name(transaction.Type),
        Text(transaction.Amount),
        Text(transaction.BalanceAfter),
        transaction.Currency.Code,
        transaction.Version,
        transaction.CreatedAt,
        transaction.Reference,
        transaction.Metadata,
        transaction.Links.RebateOf,
        transaction.Links.ReversalOf,
        transaction.Links.Hold,
        transaction.Links.Counterpart is { } other ? new CounterpartResponse(other.WalletId.ToString(), isForOperator ? other.Sequence : null) : null,
        transaction.Links.Exchange?.ToResponse());

    public static HoldResponse ToResponse(this Hold hold) => new(
        hold.Id.WalletId.ToString(),
        hold.Id.Number,
        Text(hold.Amount),
        Text(hold.Captured),
        Text(hold.Remaining),
        hold.Currency.Code,
        Name(hold.Status),
        hold.ExpiresAt,
        hold.Reference,
        hold.Metadata,
        hold.CreatedAt,
        hold.UpdatedAt);

    public static EventResponse ToResponse(this WalletEvent happened) => new(
        happened.WalletId.ToString(),
        happened.Version,
        Name(happened.Type),
        happened.CreditLimit is { } limit ? Text(limit) : null,
        happened.Reason,
        happened.CreatedAt);

    private static ExchangeResponse ToResponse(this Exchange exchange) => new(
        exchange.Rate?.ToString(CultureInfo.InvariantCulture),
        exchange.Rounding?.ToString(),
        Text(exchange.CounterpartAmount),
        exchange.CounterpartCurrency.Code);

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    // TransferOut is transfer_out, as the codes of problems are written.
    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
