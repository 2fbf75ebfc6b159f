namespace WalletKit;

/// <summary>The failure of a store to do its work; no rule was broken.</summary>
/// <remarks>Each <see cref="StoreFailure"/> has a code of its own: <c>store_busy</c>, <c>store_full</c> and so on.</remarks>
public sealed class WalletStoreException : WalletException
{
    /// <summary>Names the kind of the failure and describes it.</summary>
    /// <param name="failure">The kind of the failure.</param>
    /// <param name="message">The description: the event, the thing that it happened to, and the remedy.</param>
    /// <param name="innerException">The exception of the system or of the database.</param>
    /// <param name="outcomeUnknown">Whether the failure came while the commit was being made durable.</param>
    public WalletStoreException(StoreFailure failure, string message, Exception? innerException = null, bool outcomeUnknown = false)
        : base(CodeOf(failure), message, innerException)
    {
        Failure = failure;
        OutcomeUnknown = outcomeUnknown;
    }

    /// <summary>Gets the kind of the failure.</summary>
    public StoreFailure Failure { get; }

    /// <summary>Gets whether the command may have been committed in spite of the failure.</summary>
    /// <remarks>
    /// The failure then came while the commit was being made durable. A repetition of the command with the same idempotency key settles the question.
    /// </remarks>
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
