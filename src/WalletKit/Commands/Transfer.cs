using WalletKit.Model.Money;

namespace WalletKit;

/// <summary>Moves money to another wallet. Between currencies it needs a rate or a target amount; WalletKit has none of its own.</summary>
/// <param name="WalletId">The wallet that the money leaves.</param>
/// <param name="Destination">The wallet that it goes to; another one.</param>
/// <param name="Amount">How much leaves, in units of the source's currency: more than zero, with no more decimals than the currency has.</param>
public sealed record Transfer(WalletId WalletId, WalletId Destination, decimal Amount) : MoneyCommand(WalletId, Amount)
{
    /// <summary>How much arrives, in units of the destination's currency; null where <see cref="Rate"/> says it, or both currencies are one.</summary>
    public decimal? TargetAmount { get; init; }

    /// <summary>How many units of the destination's currency one unit of the source's is worth; more than zero. Not together with <see cref="TargetAmount"/>.</summary>
    public decimal? Rate { get; init; }

    /// <summary>How the target amount is rounded to its currency's exponent where a rate says it. Default: half to even.</summary>
    public MidpointRounding Rounding { get; init; } = MidpointRounding.ToEven;

    /// <summary>
    /// A rate that was looked up because the caller named none. Not content: a retry under the same key is the same transfer, whatever the rate
    /// has become.
    /// </summary>
    public decimal? QuotedRate { get; init; }

    /// <summary>
    /// What holds because the source's owner asks for it; null where the host does. <see cref="IWalletService"/> puts in what is in force. It is not content: a retry under the same key is the same
    /// transfer, whoever asks for it and whatever the terms have become.
    /// </summary>
    public OwnerTransferTerms? OwnerTerms { get; init; }
}
