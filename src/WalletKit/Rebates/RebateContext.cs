namespace WalletKit;

/// <summary>What a policy is told when it calculates a rebate.</summary>
/// <param name="Deposit">The deposit that earned it.</param>
/// <param name="OwnerId">Whose wallet it is.</param>
/// <param name="Terms">The terms that the policy gave at the deposit.</param>
public sealed record RebateContext(WalletTransaction Deposit, string OwnerId, string Terms);
