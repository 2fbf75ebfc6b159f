using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>The decision of the rules on a command: its result, and the changes that bring the result about.</summary>
/// <param name="Result">The caller's result; it includes a refusal.</param>
/// <param name="Changes">The changes to write; null where nothing changes, because the command was refused or done before.</param>
internal readonly record struct Decision(CommandResult Result, Changes? Changes = null)
{
    /// <summary>A decision against the command: nothing changes.</summary>
    public static implicit operator Decision(WalletRefusedException refusal) => Refuse(refusal);

    /// <summary>A decision against the command: nothing changes.</summary>
    public static Decision Refuse(WalletRefusedException refusal) => new(CommandResult.Refused(refusal));
}
