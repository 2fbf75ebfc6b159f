using System.Text.Json.Serialization;

namespace WalletKit.AspNetCore;

/// <summary>An amount in a request: a JSON number or string, read exactly.</summary>
/// <param name="Value">The amount, in units.</param>
[JsonConverter(typeof(RequestAmountConverter))]
public readonly record struct RequestAmount(decimal Value);
