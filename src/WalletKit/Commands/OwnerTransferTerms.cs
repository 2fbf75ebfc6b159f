using System.Collections.Frozen;

namespace WalletKit;

/// <summary>The terms of a transfer that the source's owner, not the host, asks for.</summary>
public sealed record OwnerTransferTerms
{
    /// <summary>Gets whether each <see cref="ITransferPolicy"/> allows the owner to pay the destination.</summary>
    public bool IsAllowed { get; init; } = true;

    /// <summary>Gets the least amounts, in units, by the code of the source's currency.</summary>
    /// <remarks>A currency that is not named has no least amount.</remarks>
    public IReadOnlyDictionary<string, decimal> MinAmounts { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>Gets the texts that the payee's history keeps.</summary>
    public PayeeTexts PayeeKeeps { get; init; } = PayeeTexts.All;
}
