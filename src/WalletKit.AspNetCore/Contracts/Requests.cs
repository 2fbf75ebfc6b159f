using System.Text.Json.Serialization;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.AspNetCore;

/// <summary>Opens a wallet.</summary>
/// <param name="OwnerId">Whose wallet it is, 1 to 200 characters.</param>
/// <param name="Currency">A code of ISO 4217, or of a declared currency.</param>
/// <param name="Name">Which of the owner's wallets it is, 1 to 200 characters; <c>default</c> unless given.</param>
public sealed record OpenWalletRequest(string OwnerId, string Currency, string Name = Wallet.DefaultName);

/// <summary>Deposits or withdraws.</summary>
/// <param name="Amount">More than zero, with no more decimals than the currency has.</param>
/// <param name="Currency">The code of the currency that is meant; a wallet of another is refused.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">At most 16 pairs of text.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record MoneyRequest(
    RequestAmount Amount, string? Currency = null, string? Reference = null, IReadOnlyDictionary<string, string>? Metadata = null, long? Version = null);

/// <summary>Moves money to another wallet.</summary>
/// <param name="To">The wallet that it goes to.</param>
/// <param name="Amount">How much leaves: more than zero, with no more decimals than the source's currency has.</param>
/// <param name="Currency">The code of the source's currency, if it is to be checked; a source of another is refused.</param>
/// <param name="TargetAmount">Between currencies: how much arrives.</param>
/// <param name="Rate">Between currencies: how many units of the destination's currency one unit of the source's is worth.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">At most 16 pairs of text.</param>
/// <param name="Version">The version that the source must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record TransferRequest(
    string To,
    RequestAmount Amount,
    string? Currency = null,
    [property: JsonConverter(typeof(GivenAmountConverter))] RequestAmount? TargetAmount = null,
    [property: JsonConverter(typeof(GivenAmountConverter))] RequestAmount? Rate = null,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null);

/// <summary>Holds money back.</summary>
/// <param name="Amount">More than zero, with no more decimals than the currency has.</param>
/// <param name="Currency">The code of the currency that is meant; a wallet of another is refused.</param>
/// <param name="ExpiresInSeconds">How long after its placing it expires; never unless given.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">At most 16 pairs of text.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record HoldRequest(
    RequestAmount Amount,
    string? Currency = null,
    long? ExpiresInSeconds = null,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null);

/// <summary>Captures held money.</summary>
/// <param name="Amount">At most what remains; all of it unless given.</param>
/// <param name="Currency">The code of the currency that is meant; a wallet of another is refused.</param>
/// <param name="KeepOpen">Whether the rest stays held.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">At most 16 pairs of text.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record CaptureRequest(
    [property: JsonConverter(typeof(GivenAmountConverter))] RequestAmount? Amount = null,
    string? Currency = null,
    bool KeepOpen = false,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    long? Version = null);

/// <summary>Gives up a hold, all that remains of it.</summary>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record VoidRequest(long? Version = null);

/// <summary>Takes back a transaction.</summary>
/// <param name="AllowOverdraft">Whether it may take more than is available.</param>
/// <param name="Currency">The code of the currency that is meant; a wallet of another is refused.</param>
/// <param name="Reference">The caller's own reference, 1 to 200 characters.</param>
/// <param name="Metadata">At most 16 pairs of text.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record ReverseRequest(
    bool AllowOverdraft = false, string? Currency = null, string? Reference = null, IReadOnlyDictionary<string, string>? Metadata = null, long? Version = null);

/// <summary>Freezes, unfreezes or closes.</summary>
/// <param name="Reason">Why, for people to read; 1 to 500 characters.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record StateRequest(string? Reason = null, long? Version = null);

/// <summary>Sets how far a wallet's balance may go below zero.</summary>
/// <param name="Limit">Zero or more, with no more decimals than the currency has.</param>
/// <param name="Reason">Why, for people to read; 1 to 500 characters.</param>
/// <param name="Version">The version that the wallet must have, 1 or more; in place of <c>If-Match</c>.</param>
public sealed record CreditLimitRequest(RequestAmount Limit, string? Reason = null, long? Version = null);
