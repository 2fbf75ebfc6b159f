namespace WalletKit.Testing.Histories;

/// <summary>What a <see cref="HistoryChecker"/> found.</summary>
public enum HistoryOutcome
{
    /// <summary>There is an order of the calls in which every answer is right.</summary>
    Linearizable,

    /// <summary>There is none.</summary>
    NotLinearizable,

    /// <summary>None was found within the bound, and more tries might find one.</summary>
    Undecided,
}
