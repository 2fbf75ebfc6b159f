using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.AspNetCore;

/// <summary>A wallet.</summary>
public sealed record WalletResponse(
    string Id, string OwnerId, string Name, string Currency, int Exponent, string Status, string Balance, string Held, string CreditLimit, long Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A page of an owner's wallets.</summary>
public sealed record WalletListResponse(IReadOnlyList<WalletResponse> Wallets, string? NextCursor);

/// <summary>What a wallet holds.</summary>
public sealed record BalanceResponse(string Balance, string Held, string Available, string Currency, long Version);

/// <summary>What a wallet held at a time.</summary>
public sealed record BalanceAsOfResponse(string Balance, string Currency, DateTimeOffset Time);

/// <summary>What happened to a wallet's balance in a period, its start included and its end not.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Currency">The wallet's currency.</param>
/// <param name="From">The start of the period.</param>
/// <param name="To">The end of the period.</param>
/// <param name="OpeningBalance">The balance right before the first transaction.</param>
/// <param name="ClosingBalance">The balance right after the last transaction.</param>
/// <param name="Count">How many transactions there are; the history lists them.</param>
/// <param name="IsFinal">Whether no later commit can change it, which is so where the period had ended.</param>
public sealed record StatementResponse(
    string WalletId, string Currency, DateTimeOffset From, DateTimeOffset To, string OpeningBalance, string ClosingBalance, long Count, bool IsFinal);

/// <summary>A transaction.</summary>
public sealed record TransactionResponse(
    string WalletId,
    long Sequence,
    string Type,
    string Amount,
    string BalanceAfter,
    string Currency,
    long Version,
    DateTimeOffset CreatedAt,
    string? Reference,
    IReadOnlyDictionary<string, string> Metadata,
    long? RebateOf,
    long? ReversalOf,
    long? Hold,
    CounterpartResponse? Counterpart,
    ExchangeResponse? Exchange);

/// <summary>The other leg of a transfer, or of its reversal.</summary>
/// <param name="WalletId">The other wallet.</param>
/// <param name="Sequence">Which of its transactions it is; null for callers who are not operators, as it counts what happens in another's wallet.</param>
public sealed record CounterpartResponse(string WalletId, long? Sequence);

/// <summary>How the amount of one leg of a transfer became that of the other.</summary>
public sealed record ExchangeResponse(string? Rate, string? Rounding, string CounterpartAmount, string CounterpartCurrency);

/// <summary>A page of a history.</summary>
public sealed record TransactionPageResponse(IReadOnlyList<TransactionResponse> Transactions, string? NextCursor);

/// <summary>What a transfer or a reversal recorded, as far as it is the caller's to see.</summary>
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
    DateTimeOffset UpdatedAt);

/// <summary>A page of the open holds of a wallet.</summary>
public sealed record HoldPageResponse(IReadOnlyList<HoldResponse> Holds, string? NextCursor);

/// <summary>A change of a wallet's state.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Version">The wallet's version right after.</param>
/// <param name="Type">What happened.</param>
/// <param name="CreditLimit">The credit limit that was set; null for other types.</param>
/// <param name="Reason">Why, in the operator's words; null where no reason was given, and for callers who are not operators.</param>
/// <param name="CreatedAt">When.</param>
public sealed record EventResponse(string WalletId, long Version, string Type, string? CreditLimit, string? Reason, DateTimeOffset CreatedAt);

/// <summary>A page of the changes of a wallet's state.</summary>
public sealed record EventPageResponse(IReadOnlyList<EventResponse> Events, string? NextCursor);

/// <summary>Why a call was refused (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>: <paramref name="Code"/> says what happened.</param>
/// <param name="Title">The name of the status.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">What happened, for people.</param>
/// <param name="Code">What happened, for programs; stable.</param>
/// <param name="Field">The field, header or parameter that was refused; null where it is none of them.</param>
public sealed record ProblemResponse(string Type, string Title, int Status, string Detail, string Code, string? Field = null);
