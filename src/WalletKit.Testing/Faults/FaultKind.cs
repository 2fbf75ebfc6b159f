namespace WalletKit.Testing.Faults;

/// <summary>What goes wrong with a call to a store.</summary>
public enum FaultKind
{
    /// <summary>It fails before it reaches the store; nothing is done.</summary>
    Failure,

    /// <summary>It is done, and its answer is lost: what was to be written is written, and the caller is told that the outcome is unknown.</summary>
    LostAnswer,

    /// <summary>It reaches the store late, and is done and answered.</summary>
    Delay,
}
