using WalletKit.Rules;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The sum of a wallet's holds that have expired at a time, without the holds that the wallet has ended.</summary>
internal readonly record struct ExpiredSum(WalletId WalletId, DateTimeOffset Now, EndedThrough? Ended);

/// <summary>So many of a wallet's open holds that expire later than a time.</summary>
internal readonly record struct HoldsAfter(WalletId WalletId, DateTimeOffset Time, int Limit);

/// <summary>So many of a wallet's open holds that the wallet has ended.</summary>
internal readonly record struct EndedHolds(WalletId WalletId, EndedThrough Ended, int Limit);
