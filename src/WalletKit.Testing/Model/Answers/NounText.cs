using System.Globalization;
using System.Text;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.Testing.Model.Answers;

/// <summary>A wallet, a transaction or another record with all its values, as one line.</summary>
internal static class NounText
{
    public static string Of(Wallet wallet) => Line("wallet", wallet.Id)
        .With("owner", wallet.OwnerId)
        .With("name", wallet.Name)
        .With("currency", wallet.Currency)
        .With("exponent", wallet.Currency.Exponent)
        .With("status", wallet.Status)
        .With("balance", wallet.Balance)
        .With("limit", wallet.CreditLimit)
        .With("held", wallet.Held)
        .With("available", wallet.Available)
        .With("lastHold", wallet.Holds.LastNumber)
        .With("openHolds", wallet.Holds.OpenCount)
        .With("nextExpiry", wallet.Holds.NextExpiry)
        .With("overdrawn", wallet.IsOverdrawn)
        .With("lastSequence", wallet.LastSequence)
        .With("version", wallet.Version)
        .With("created", wallet.CreatedAt)
        .With("updated", wallet.UpdatedAt)
        .With("erasedThrough", wallet.ErasedThrough == 0 ? null : wallet.ErasedThrough)
        .ToString();

    public static string Of(WalletTransaction transaction) => Line("transaction", transaction.Id)
        .With("type", transaction.Type)
        .With("currency", transaction.Currency)
        .With("amount", transaction.Amount)
        .With("balanceAfter", transaction.BalanceAfter)
        .With("version", transaction.Version)
        .With("created", transaction.CreatedAt)
        .With("effective", transaction.EffectiveAt)
        .With("account", transaction.Account)
        .With("actor", transaction.Actor)
        .With("reference", transaction.Reference)
        .With("metadata", transaction.Metadata.Count == 0 ? null : transaction.Metadata.ToJson())
        .With("rebateOf", transaction.Links.RebateOf)
        .With("reversalOf", transaction.Links.ReversalOf)
        .With("hold", transaction.Links.Hold)
        .With("holdRemaining", transaction.Links.HoldRemainingMinorUnits)
        .With("counterpart", transaction.Links.Counterpart)
        .With("exchange", transaction.Links.Exchange is { } exchange ? Of(exchange) : null)
        .With("erased", transaction.IsErased ? true : null)
        .ToString();

    public static string Of(Hold hold) => Line("hold", hold.Id)
        .With("currency", hold.Currency)
        .With("amount", hold.Amount)
        .With("captured", hold.Captured)
        .With("remaining", hold.Remaining)
        .With("status", hold.Status)
        .With("expires", hold.ExpiresAt)
        .With("created", hold.CreatedAt)
        .With("updated", hold.UpdatedAt)
        .With("reference", hold.Reference)
        .With("metadata", hold.Metadata.Count == 0 ? null : hold.Metadata.ToJson())
        .With("erased", hold.IsErased ? true : null)
        .ToString();

    public static string Of(WalletEvent happened) => Line("event of", happened.WalletId)
        .With("version", happened.Version)
        .With("type", happened.Type)
        .With("currency", happened.Currency)
        .With("limit", happened.CreditLimit)
        .With("reason", happened.Reason)
        .With("effective", happened.EffectiveAt)
        .With("actor", happened.Actor)
        .With("created", happened.CreatedAt)
        .With("erased", happened.IsErased ? true : null)
        .ToString();

    // The reason of a cancellation is in the store's own words; only its presence counts.
    public static string Of(Rebate rebate) => Line("rebate of", rebate.Deposit)
        .With("policy", rebate.Terms.Policy)
        .With("terms", rebate.Terms.Text)
        .With("status", rebate.Status)
        .With("attempts", rebate.Attempts)
        .With("due", rebate.DueAt)
        .With("claim", rebate.Claim)
        .With("reason", rebate.Reason is null || rebate.Status is RebateStatus.Pending or RebateStatus.Dead ? rebate.Reason : "(said)")
        .With("paidBy", rebate.PaidVersion)
        .With("updated", rebate.UpdatedAt)
        .ToString();

    // A rate that was divided out of two amounts is cut somewhere, and the place of the cut is no difference; six digits identify the rate.
    private static string Of(Exchange exchange)
    {
        var rate = exchange.Rounding is null ? exchange.Rate?.ToString("G6", CultureInfo.InvariantCulture) : Value(exchange.Rate);
        return $"{exchange.CounterpartAmount.ToString(CultureInfo.InvariantCulture)} {exchange.CounterpartCurrency} at {rate ?? "no rate"} rounded {exchange.Rounding?.ToString() ?? "nowhere"}";
    }

    private static StringBuilder Line(string noun, object id) => new StringBuilder(noun).Append(' ').Append(id).Append(':');

    private static StringBuilder With(this StringBuilder line, string name, object? value) =>
        value is null ? line : line.Append(' ').Append(name).Append('=').Append(Value(value));

    // Decimals are written without trailing zeros, so that 1.50 equals 1.5.
    private static string? Value(object? value) => value switch
    {
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        _ => value?.ToString(),
    };
}
