namespace WalletKit.Testing.Histories;

/// <summary>The outcome of a <see cref="HistoryChecker"/>.</summary>
public enum HistoryOutcome
{
    /// <summary>There is an order of the calls in which every answer is right.</summary>
    Linearizable,

    /// <summary>There is no order of the calls in which every answer is right.</summary>
    NotLinearizable,

    /// <summary>No such order was found within the bound, and more tries might find one.</summary>
    Undecided,
}
