using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>What the rules say to a command: its result, and the changes that make it so.</summary>
/// <param name="Result">What the caller is told; a refusal is in it.</param>
/// <param name="Changes">What to write; null where nothing changes, because the command was refused or done before.</param>
internal readonly record struct Decision(CommandResult Result, Changes? Changes = null)
{
    /// <summary>A decision against the command: nothing changes.</summary>
    public static implicit operator Decision(WalletRefusedException refusal) => Refuse(refusal);

    /// <summary>A decision against the command: nothing changes.</summary>
    public static Decision Refuse(WalletRefusedException refusal) => new(CommandResult.Refused(refusal));
}
