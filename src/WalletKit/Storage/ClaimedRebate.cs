namespace WalletKit.Stores;

/// <summary>A rebate under a claim, with what a policy needs to calculate it.</summary>
/// <param name="Rebate">The rebate, with the claim's stamp.</param>
/// <param name="Deposit">The deposit that earned it.</param>
/// <param name="OwnerId">Whose wallet it is.</param>
public sealed record ClaimedRebate(Rebate Rebate, WalletTransaction Deposit, string OwnerId);
