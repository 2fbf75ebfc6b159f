namespace WalletKit;

/// <summary>
/// A store could not do its work; no rule was broken. Codes <c>store_busy</c>, <c>store_full</c> and so on, one for each
/// <see cref="StoreFailure"/>.
/// </summary>
public sealed class WalletStoreException : WalletException
{
    /// <summary>Says what failed.</summary>
    /// <param name="failure">The kind.</param>
    /// <param name="message">What happened, to what, and what can be done.</param>
    /// <param name="innerException">What the system said.</param>
    /// <param name="outcomeUnknown">Whether the failure came while the commit was being made durable.</param>
    public WalletStoreException(StoreFailure failure, string message, Exception? innerException = null, bool outcomeUnknown = false)
        : base(CodeOf(failure), message, innerException)
    {
        Failure = failure;
        OutcomeUnknown = outcomeUnknown;
    }

    /// <summary>The kind.</summary>
    public StoreFailure Failure { get; }

    /// <summary>
    /// Whether the command may stand all the same, because the failure came while the commit was being made durable.
    /// Repeating it with the same idempotency key settles the question.
    /// </summary>
    public bool OutcomeUnknown { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Failure is StoreFailure.Busy or StoreFailure.ClockJumped;

    private static string CodeOf(StoreFailure failure) => failure switch
    {
        StoreFailure.Busy => "store_busy",
        StoreFailure.Full => "store_full",
        StoreFailure.ReadOnly => "store_read_only",
        StoreFailure.CannotOpen => "store_cannot_open",
        StoreFailure.NotADatabase => "store_not_a_database",
        StoreFailure.Foreign => "store_foreign",
        StoreFailure.Newer => "store_newer",
        StoreFailure.Corrupt => "store_corrupt",
        StoreFailure.InputOutput => "store_input_output",
        StoreFailure.Closed => "store_closed",
        StoreFailure.Constraint => "store_constraint",
        StoreFailure.FileMoved => "store_file_moved",
        StoreFailure.LogMismatch => "store_log_mismatch",
        StoreFailure.ClockJumped => "store_clock_jumped",
        _ => "store_other",
    };
}
