using System.Text.Json.Serialization;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.AspNetCore;

/// <summary>The request to open a wallet.</summary>
/// <param name="OwnerId">The owner of the wallet, 1 to 200 characters.</param>
/// <param name="Currency">The currency: a code of ISO 4217, or of a declared currency.</param>
/// <param name="Name">The name of the wallet among the owner's wallets, 1 to 200 characters; <c>default</c> unless given.</param>
public sealed record OpenWalletRequest(string OwnerId, string Currency, string Name = Wallet.DefaultName);

/// <summary>The request to deposit or withdraw.</summary>
/// <param name="Amount">The amount, in units: more than zero, with no more decimals than the currency has.</param>
/// <param name="Currency">The code of the intended currency; a wallet of another currency is refused.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">The caller's own pairs of text, at most 16.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="Account">The account on the other side, 1 to 64 characters: a to z, digits, and <c>. _ : -</c>; <c>external</c> unless given. Operators alone may name it.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record MoneyRequest(
    RequestAmount Amount,
    string? Currency = null,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null,
    string? Account = null,
    DateTimeOffset? EffectiveAt = null);

/// <summary>The request to move money to another wallet.</summary>
/// <param name="To">The wallet that receives the money.</param>
/// <param name="Amount">The amount that leaves, in units: more than zero, with no more decimals than the source's currency has.</param>
/// <param name="Currency">The code of the source's currency, if it is to be checked; a source of another currency is refused.</param>
/// <param name="TargetAmount">The amount that arrives, in units; only between currencies.</param>
/// <param name="Rate">The number of units of the destination's currency for one unit of the source's; only between currencies.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">The caller's own pairs of text, at most 16.</param>
/// <param name="Version">The version that the source must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record TransferRequest(
    string To,
    RequestAmount Amount,
    string? Currency = null,
    [property: JsonConverter(typeof(GivenAmountConverter))] RequestAmount? TargetAmount = null,
    [property: JsonConverter(typeof(GivenAmountConverter))] RequestAmount? Rate = null,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null,
    DateTimeOffset? EffectiveAt = null);

/// <summary>The request to hold money back.</summary>
/// <param name="Amount">The amount, in units: more than zero, with no more decimals than the currency has.</param>
/// <param name="Currency">The code of the intended currency; a wallet of another currency is refused.</param>
/// <param name="ExpiresInSeconds">The time from the placing of the hold to its expiry, in seconds; the hold never expires unless given.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">The caller's own pairs of text, at most 16.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record HoldRequest(
    RequestAmount Amount,
    string? Currency = null,
    long? ExpiresInSeconds = null,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null,
    DateTimeOffset? EffectiveAt = null);

/// <summary>The request to capture held money.</summary>
/// <param name="Amount">The amount, in units: at most the remainder of the hold; all of the remainder unless given.</param>
/// <param name="Currency">The code of the intended currency; a wallet of another currency is refused.</param>
/// <param name="KeepOpen">Whether the rest stays held.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">The caller's own pairs of text, at most 16.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="Account">The account on the other side, 1 to 64 characters: a to z, digits, and <c>. _ : -</c>; <c>external</c> unless given. Operators alone may name it.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record CaptureRequest(
    [property: JsonConverter(typeof(GivenAmountConverter))] RequestAmount? Amount = null,
    string? Currency = null,
    bool KeepOpen = false,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null,
    string? Account = null,
    DateTimeOffset? EffectiveAt = null);

/// <summary>The request to void a hold, with all its remainder.</summary>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record VoidRequest(long? Version = null, DateTimeOffset? EffectiveAt = null);

/// <summary>The request to reverse a transaction.</summary>
/// <param name="AllowOverdraft">Whether the reversal may take more than is available.</param>
/// <param name="Currency">The code of the intended currency; a wallet of another currency is refused.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">The caller's own pairs of text, at most 16.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record ReverseRequest(
    bool AllowOverdraft = false,
    string? Currency = null,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null,
    DateTimeOffset? EffectiveAt = null);

/// <summary>The request to freeze, unfreeze or close a wallet.</summary>
/// <param name="Reason">The reason, for people to read; 1 to 500 characters.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record StateRequest(string? Reason = null, long? Version = null, DateTimeOffset? EffectiveAt = null);

/// <summary>The request to erase a wallet's owner, name and texts.</summary>
/// <param name="Reason">The reason, for people to read; 1 to 500 characters. It is kept.</param>
/// <param name="IncludeOpen">Whether a wallet that is not closed is erased as well.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record EraseRequest(string? Reason = null, bool IncludeOpen = false, long? Version = null);

/// <summary>The request to erase all wallets of an owner.</summary>
/// <param name="OwnerId">The owner, 1 to 200 characters.</param>
/// <param name="Reason">The reason, for people to read; 1 to 500 characters. It is kept.</param>
/// <param name="IncludeOpen">Whether wallets that are not closed are erased as well.</param>
public sealed record EraseOwnerRequest(string OwnerId, string? Reason = null, bool IncludeOpen = false);

/// <summary>The request to set the amount by which a wallet's balance may go below zero.</summary>
/// <param name="Limit">The amount, in units: zero or more, with no more decimals than the currency has.</param>
/// <param name="Reason">The reason, for people to read; 1 to 500 characters.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
/// <param name="EffectiveAt">The value date: the time at which the change counts, not after the present time; the present unless given. Operators alone may name it.</param>
public sealed record CreditLimitRequest(RequestAmount Limit, string? Reason = null, long? Version = null, DateTimeOffset? EffectiveAt = null);
