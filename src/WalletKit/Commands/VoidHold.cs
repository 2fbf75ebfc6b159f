namespace WalletKit;

/// <summary>Gives up a hold: all that it still holds is free again.</summary>
/// <param name="Hold">The hold, which is open.</param>
public sealed record VoidHold(HoldId Hold) : KeyedCommand(Hold.WalletId);
