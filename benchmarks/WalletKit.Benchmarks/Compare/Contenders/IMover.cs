namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A contender that any number of callers can call at once.</summary>
internal interface IMover : IBookkeeper
{
    /// <summary>Makes a deposit or a withdrawal. It is durable when the task completes.</summary>
    Task MoveAsync(Operation operation);
}
