namespace WalletKit.Testing.Faults;

/// <summary>The kinds of faults that a call to a store can meet.</summary>
public enum FaultKind
{
    /// <summary>The call fails before it reaches the store; nothing is done.</summary>
    Failure,

    /// <summary>The call is done, and its answer is lost.</summary>
    /// <remarks>A write is written, and the caller is told that the outcome is unknown.</remarks>
    LostAnswer,

    /// <summary>The call reaches the store late, and is then done and answered.</summary>
    Delay,
}
