namespace WalletKit.Stores;

/// <summary>A claimed rebate, with the data that a policy needs to calculate it.</summary>
public sealed record ClaimedRebate
{
    /// <summary>Gets the rebate, with the claim's stamp.</summary>
    public required Rebate Rebate { get; init; }

    /// <summary>Gets the deposit that earned it.</summary>
    public required WalletTransaction Deposit { get; init; }

    /// <summary>Gets the owner of the wallet.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Gets the name of the wallet among the owner's wallets.</summary>
    public required string WalletName { get; init; }
}
