namespace WalletKit;

/// <summary>The facts from which a policy calculates a rebate.</summary>
public sealed record RebateContext
{
    /// <summary>Gets the deposit that earned the rebate.</summary>
    public required WalletTransaction Deposit { get; init; }

    /// <summary>Gets the owner of the wallet.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Gets the name of the wallet among the owner's wallets. The currency is that of <see cref="Deposit"/>.</summary>
    public required string WalletName { get; init; }

    /// <summary>Gets the terms that the policy gave at the deposit.</summary>
    public required string Terms { get; init; }
}
