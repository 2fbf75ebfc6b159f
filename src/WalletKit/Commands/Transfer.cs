using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Moves money to another wallet. Both legs are recorded, or neither.</summary>
/// <remarks>A transfer between currencies needs a rate or a target amount.</remarks>
/// <param name="WalletId">The wallet that the money leaves.</param>
/// <param name="Destination">The wallet that receives the money; not the source.</param>
/// <param name="Amount">The amount that leaves, in units of the source's currency: more than zero, with no more decimals than the currency has.</param>
public sealed record Transfer(WalletId WalletId, WalletId Destination, decimal Amount) : MoneyCommand(WalletId, Amount)
{
    /// <summary>Gets the amount that arrives, in units of the destination's currency.</summary>
    /// <remarks>Null where it follows from <see cref="Rate"/>, or both wallets have one currency.</remarks>
    public decimal? TargetAmount { get; init; }

    /// <summary>Gets the rate: the number of units of the destination's currency for one unit of the source's.</summary>
    /// <remarks>It is more than zero, and not given together with <see cref="TargetAmount"/>.</remarks>
    public decimal? Rate { get; init; }

    /// <summary>Gets how the target amount is rounded to its currency's exponent where it follows from a rate.</summary>
    /// <remarks>Default: half to even.</remarks>
    public MidpointRounding Rounding { get; init; } = MidpointRounding.ToEven;

    /// <summary>Gets a rate that was looked up because the caller named none.</summary>
    /// <remarks>It is not content: a retry under the same key is the same transfer, whatever the rate is by then.</remarks>
    public decimal? QuotedRate { get; init; }

    /// <summary>Gets the terms of a transfer that the source's owner asks for; null where the host asks for it.</summary>
    /// <remarks>
    /// <see cref="IWalletService"/> sets the terms in force. They are not content: a retry under the same key is the same transfer, even if the host asks for it
    /// this time or the terms have changed.
    /// </remarks>
    public OwnerTransferTerms? OwnerTerms { get; init; }

    internal override string Kind => "transfer";

    internal override WalletId? Other => Destination;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        WriteMoney(content);
        content.Write(Destination.Value);
        content.WriteText(TargetAmount);
        content.WriteText(Rate);
        content.Write(IsRounded(first) ? Rounding.ToString() : null);
    }

    internal override CommandState Load(StateSource states, DateTimeOffset now) =>
        StateLoading.Wallet(states, WalletId, now) with { Counterpart = states.FindWallet(Destination) };

    private protected override WalletRefusedException? CheckOwnForm() =>
        base.CheckOwnForm()
        ?? (Destination == WalletId ? new InvalidInputException("destination", Destination, "must be another wallet than the source")
        : this is { Rate: not null, TargetAmount: not null } ? new InvalidInputException("rate", Rate, "must not be given together with a target amount")
        : TargetAmount is { } target && FormRules.CheckAmount(target) is { } refusal ? refusal
        : Rate <= 0 ? new InvalidInputException("rate", Rate, "must be more than zero")
        : QuotedRate <= 0 ? new InvalidInputException("quotedRate", QuotedRate, "must be more than zero")
        : OwnerTerms is { } terms && !Enum.IsDefined(terms.PayeeKeeps) ? new InvalidInputException("payeeKeeps", terms.PayeeKeeps, "must be one of the choices there are")
        : !Enum.IsDefined(Rounding) ? new InvalidInputException("rounding", Rounding, "must be one of the rounding rules of .NET")
        : null);

    private protected override WalletRefusedException? RefuseMissing(in CommandState state) =>
        state.Counterpart is null ? new WalletNotFoundException(Destination) : null;

    private protected override (bool Own, bool Other) Debits(in CommandState state) => (true, false);

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        var destination = state.Counterpart!;
        if (RefuseExchange(wallet, destination) is { } mismatch)
        {
            return mismatch;
        }

        if (AmountRules.IsRefused(Amount, wallet.Currency, out var amount, out var refusal)
            || IsTargetRefused(wallet, destination, amount, out var target, out refusal)
            || IsLimited(wallet, out refusal))
        {
            return refusal;
        }

        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        if (AmountRules.IsShort(wallet, amount, out refusal))
        {
            return refusal;
        }

        return Entries.IsPastRange(destination, target)
            ? new BalanceOutOfRangeException(destination.Id, destination.Balance, MinorUnits.ToDecimal(target, destination.Currency.Exponent))
            : Move(state, wallet, amount, destination, target, ended, now);
    }

    // Each leg takes the time of its own wallet: a wallet that is ahead of the clock must not move another one ahead.
    private Decision Move(in CommandState state, Wallet source, long amount, Wallet destination, long target, ImmutableArray<Hold> ended, DateTimeOffset now)
    {
        var isExchange = !source.Currency.Equals(destination.Currency);
        var outgoing = new TransactionId(source.Id, checked(source.Version + 1));
        var incoming = new TransactionId(destination.Id, checked(destination.Version + 1));
        var leaving = Entries.Append(
            source, state.Secrets.Texts, TransactionType.TransferOut, -amount, now, Notes,
            new TransactionLinks { Counterpart = incoming, Exchange = isExchange ? ExchangeOf(destination.Currency, target) : null },
            ended);
        var arriving = Entries.Append(
            destination, state.CounterpartSecrets.Texts, TransactionType.TransferIn, target, now, NotesForPayee(),
            new TransactionLinks { Counterpart = outgoing, Exchange = isExchange ? ExchangeOf(source.Currency, amount) : null });
        var result = new CommandResult { Wallet = leaving.Wallet, Transactions = [leaving.Transaction!, arriving.Transaction!] };
        return new Decision(
            result,
            new Changes { Entries = [leaving, arriving], Holds = ended, Recorded = Record(result, state, now) });
    }

    // The terms limit the transfers of owners, not those of hosts.
    private bool IsLimited(Wallet source, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        refusal = OwnerTerms switch
        {
            null => null,
            { IsAllowed: false } => new TransferNotAllowedException(source.Id, Destination),
            var terms when terms.MinAmounts.TryGetValue(source.Currency.Code, out var least) && Amount < least =>
                new InvalidAmountException(Amount, $"is less than {Show(least)} {source.Currency.Code}, the least that an owner may transfer"),
            _ => null,
        };
        return refusal is not null;
    }

    // The texts that the payee's history keeps.
    private Notes NotesForPayee() => OwnerTerms?.PayeeKeeps switch
    {
        PayeeTexts.Reference => Notes with { Metadata = TransactionMetadata.Empty, Actor = null },
        PayeeTexts.None => Notes.None with { EffectiveAt = EffectiveAt },
        _ => Notes,
    };

    private WalletRefusedException? RefuseExchange(Wallet source, Wallet destination)
    {
        var isNamed = Rate is not null || TargetAmount is not null;
        return source.Currency.Equals(destination.Currency)
            ? isNamed
                ? new InvalidInputException(
                    Rate is not null ? "rate" : "targetAmount", Rate ?? TargetAmount, $"is for transfers between currencies; both wallets keep {source.Currency.Code}")
                : null
            : isNamed || QuotedRate is not null
                ? null
                : new CurrencyMismatchException(destination.Id, destination.Currency, source.Currency);
    }

    private bool IsTargetRefused(
        Wallet source, Wallet destination, long amount, out long target, [NotNullWhen(true)] out WalletRefusedException? refusal)
    {
        refusal = null;
        target = amount;
        if (source.Currency.Equals(destination.Currency))
        {
            return false;
        }

        if (TargetAmount is { } given)
        {
            return AmountRules.IsRefused(given, destination.Currency, out target, out refusal);
        }

        var rate = (Rate ?? QuotedRate)!.Value;
        if (!ExchangeRate.TryConvert(amount, source.Currency.Exponent, rate, destination.Currency.Exponent, Rounding, out target))
        {
            refusal = new InvalidAmountException(Amount, $"is past the range of {destination.Currency.Code} at the rate {Show(rate)}");
        }
        else if (target == 0)
        {
            refusal = new InvalidAmountException(Amount, $"is worth nothing in {destination.Currency.Code} at the rate {Show(rate)}");
        }

        return refusal is not null;
    }

    private Exchange ExchangeOf(Currency counterpartCurrency, long counterpartAmount) => TargetAmount is { } given
        ? new Exchange { Rate = ExchangeRate.Implied(Amount, given), Rounding = null, CounterpartCurrency = counterpartCurrency, CounterpartMinorUnits = counterpartAmount }
        : new Exchange { Rate = Rate ?? QuotedRate, Rounding = Rounding, CounterpartCurrency = counterpartCurrency, CounterpartMinorUnits = counterpartAmount };

    private static string Show(decimal rate) => rate.ToString(CultureInfo.InvariantCulture);

    // Rounding is content only where it changed the outcome.
    private static bool IsRounded(CommandResult? first) =>
        first?.Transaction is { Links.Exchange: { Rate: { } rate, Rounding: not null } exchange } leg
        && !ExchangeRate.IsExact(leg.AmountMinorUnits, leg.Currency.Exponent, rate, exchange.CounterpartCurrency.Exponent);
}
