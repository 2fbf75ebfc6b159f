using System.Collections.Frozen;

namespace WalletKit;

/// <summary>What holds for a transfer because the source's owner asks for it, and not the host.</summary>
public sealed record OwnerTransferTerms
{
    /// <summary>Whether the owner may pay the destination, as <see cref="ITransferPolicy"/> says.</summary>
    public bool IsAllowed { get; init; } = true;

    /// <summary>The least amount, in units, by the code of the source's currency; none where it is not named.</summary>
    public IReadOnlyDictionary<string, decimal> MinAmounts { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>Which texts the payee's history keeps.</summary>
    public PayeeTexts PayeeKeeps { get; init; } = PayeeTexts.All;
}
