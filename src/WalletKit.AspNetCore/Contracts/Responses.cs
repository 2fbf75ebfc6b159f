using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.AspNetCore;

/// <summary>A wallet.</summary>
/// <param name="Id">The identity.</param>
/// <param name="OwnerId">The owner; null where it was erased.</param>
/// <param name="Name">The name among the owner's wallets; null where it was erased.</param>
/// <param name="Currency">The currency.</param>
/// <param name="Exponent">The number of decimals.</param>
/// <param name="Status">The status.</param>
/// <param name="Balance">The balance.</param>
/// <param name="Held">The money that open holds hold back.</param>
/// <param name="CreditLimit">The amount by which the balance may go below zero.</param>
/// <param name="Version">The version.</param>
/// <param name="CreatedAt">The time at which the wallet was opened.</param>
/// <param name="UpdatedAt">The time of the last change.</param>
/// <param name="ErasedThrough">The version of the newest entry whose texts were erased; null where none was.</param>
public sealed record WalletResponse(
    string Id,
    string? OwnerId,
    string? Name,
    string Currency,
    int Exponent,
    string Status,
    string Balance,
    string Held,
    string CreditLimit,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long? ErasedThrough);

/// <summary>The erasure of an owner's wallets.</summary>
/// <param name="Wallets">The wallets that the call erased.</param>
public sealed record ErasureResponse(IReadOnlyList<string> Wallets);

/// <summary>A page of an owner's wallets.</summary>
public sealed record WalletListResponse(IReadOnlyList<WalletResponse> Wallets, string? NextCursor);

/// <summary>The amounts of a wallet.</summary>
public sealed record BalanceResponse(string Balance, string Held, string Available, string Currency, long Version);

/// <summary>The balance of a wallet at a time.</summary>
/// <param name="Balance">The balance. By effective time it may be below zero.</param>
/// <param name="Currency">The wallet's currency.</param>
/// <param name="Time">The time.</param>
/// <param name="Basis">The time by which transactions count: <c>recorded</c> or <c>effective</c>.</param>
public sealed record BalanceAsOfResponse(string Balance, string Currency, DateTimeOffset Time, string Basis);

/// <summary>The changes of a wallet's balance in a period that includes its start and excludes its end.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Currency">The wallet's currency.</param>
/// <param name="From">The start of the period.</param>
/// <param name="To">The end of the period.</param>
/// <param name="OpeningBalance">The balance right before the first transaction.</param>
/// <param name="ClosingBalance">The balance right after the last transaction.</param>
/// <param name="Count">The number of transactions; the history lists them.</param>
/// <param name="IsFinal">
/// Whether no later commit can change the statement, which is true if the period had ended. By effective time it is never true, because a later transaction may have a
/// value date in the period.
/// </param>
/// <param name="Basis">The time by which transactions are in the period: <c>recorded</c> or <c>effective</c>.</param>
public sealed record StatementResponse(
    string WalletId,
    string Currency,
    DateTimeOffset From,
    DateTimeOffset To,
    string OpeningBalance,
    string ClosingBalance,
    long Count,
    bool IsFinal,
    string Basis);

/// <summary>A transaction.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Sequence">The place among the wallet's transactions: 1, 2, 3 … without a gap.</param>
/// <param name="Type">The kind of the transaction.</param>
/// <param name="Amount">The change of the balance: positive for a credit, negative for a debit.</param>
/// <param name="BalanceAfter">The balance right after the transaction, in the order in which transactions were recorded.</param>
/// <param name="Currency">The wallet's currency.</param>
/// <param name="Version">The wallet's version right after the transaction, which names the transaction in paths and links.</param>
/// <param name="CreatedAt">The time of the transaction.</param>
/// <param name="EffectiveAt">The value date: the time at which the transaction counts; null where it is the time of the transaction.</param>
/// <param name="Account">The account on the other side; null for a transfer within a currency.</param>
/// <param name="Actor">The subject of the caller that asked for it; null where none is known, and for callers that are not operators.</param>
/// <param name="Reference">The host's own reference; null where there is none.</param>
/// <param name="Metadata">The host's own pairs of text.</param>
/// <param name="RebateOf">For a rebate, the version of the deposit that earned it.</param>
/// <param name="ReversalOf">For a reversal, the version of the transaction that it takes back.</param>
/// <param name="Hold">For a capture, the number of the hold.</param>
/// <param name="Counterpart">For a leg of a transfer or of its reversal, the other leg.</param>
/// <param name="Exchange">For a leg of a transfer between currencies, the conversion of the amount.</param>
/// <param name="IsErased">Whether its texts were erased.</param>
public sealed record TransactionResponse(
    string WalletId,
    long Sequence,
    string Type,
    string Amount,
    string BalanceAfter,
    string Currency,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EffectiveAt,
    string? Account,
    string? Actor,
    string? Reference,
    IReadOnlyDictionary<string, string> Metadata,
    long? RebateOf,
    long? ReversalOf,
    long? Hold,
    CounterpartResponse? Counterpart,
    ExchangeResponse? Exchange,
    bool IsErased);

/// <summary>The other leg of a transfer, or of its reversal.</summary>
/// <param name="WalletId">The other wallet.</param>
/// <param name="Version">
/// The version of the other leg. Null for callers that are not operators, because the number counts the changes of another owner's wallet.
/// </param>
public sealed record CounterpartResponse(string WalletId, long? Version);

/// <summary>The conversion of the amount of one leg of a transfer into the amount of the other.</summary>
public sealed record ExchangeResponse(string? Rate, string? Rounding, string CounterpartAmount, string CounterpartCurrency);

/// <summary>A page of a history. It may be empty and still have a nextCursor; only the last page has none.</summary>
public sealed record TransactionPageResponse(IReadOnlyList<TransactionResponse> Transactions, string? NextCursor);

/// <summary>The transactions that a transfer or a reversal recorded, as far as the caller may see them.</summary>
public sealed record TransactionsResponse(IReadOnlyList<TransactionResponse> Transactions);

/// <summary>A hold.</summary>
public sealed record HoldResponse(
    string WalletId,
    long Number,
    string Amount,
    string Captured,
    string Remaining,
    string Currency,
    string Status,
    DateTimeOffset? ExpiresAt,
    string? Reference,
    IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    bool IsErased);

/// <summary>A capture of a hold.</summary>
/// <param name="Transaction">The transaction that took the money.</param>
/// <param name="Hold">The hold right after it.</param>
public sealed record CaptureResponse(TransactionResponse Transaction, HoldResponse Hold);

/// <summary>A page of the open holds of a wallet.</summary>
public sealed record HoldPageResponse(IReadOnlyList<HoldResponse> Holds, string? NextCursor);

/// <summary>A change of a wallet's state.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Version">The wallet's version right after the change.</param>
/// <param name="Type">The kind of the change.</param>
/// <param name="CreditLimit">The credit limit that was set; null for other types.</param>
/// <param name="Reason">The reason in the operator's words; null where no reason was given, and for callers that are not operators.</param>
/// <param name="Actor">The subject of the caller that asked for it; null where none is known, and for callers that are not operators.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts; null where it is the time of the change.</param>
/// <param name="CreatedAt">The time of the change.</param>
/// <param name="IsErased">Whether its texts were erased.</param>
public sealed record EventResponse(
    string WalletId, long Version, string Type, string? CreditLimit, string? Reason, string? Actor, DateTimeOffset? EffectiveAt, DateTimeOffset CreatedAt, bool IsErased);

/// <summary>A page of the changes of a wallet's state.</summary>
public sealed record EventPageResponse(IReadOnlyList<EventResponse> Events, string? NextCursor);

/// <summary>The totals of all wallets and of the accounts outside of them, at one place in the order of commits.</summary>
/// <param name="Place">The place, for asOf; it stands for the same commits for ever.</param>
/// <param name="IsBalanced">Whether wallets and accounts sum to zero in every currency. Where they do not, the books are damaged.</param>
/// <param name="Currencies">The totals of each currency, by code and decimals.</param>
public sealed record TrialBalanceResponse(string Place, bool IsBalanced, IReadOnlyList<CurrencyTotalsResponse> Currencies);

/// <summary>The totals of one currency.</summary>
/// <param name="Currency">The code of the currency.</param>
/// <param name="Exponent">The decimals of the currency.</param>
/// <param name="Wallets">The sum of the balances of all wallets.</param>
/// <param name="Accounts">The accounts that a transaction has named so far, by name.</param>
public sealed record CurrencyTotalsResponse(string Currency, int Exponent, string Wallets, IReadOnlyList<AccountTotalResponse> Accounts);

/// <summary>The total of an account: a deposit lowers it, and a withdrawal raises it.</summary>
public sealed record AccountTotalResponse(string Account, string Total);

/// <summary>The refusal of a call, with its reason (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>; <paramref name="Code"/> gives the kind of the problem.</param>
/// <param name="Title">The name of the status.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">The reason, for people.</param>
/// <param name="Code">The reason, for programs; stable in all releases.</param>
/// <param name="Field">The field, header or parameter that was refused; null where the reason is none of them.</param>
public sealed record ProblemResponse(string Type, string Title, int Status, string Detail, string Code, string? Field = null);
