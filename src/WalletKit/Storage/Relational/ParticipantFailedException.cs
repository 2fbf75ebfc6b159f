namespace WalletKit.Storage.Relational;

/// <summary>Carries the failure of a batch whose participant failed. Its caller gets the cause.</summary>
/// <param name="cause">The exception for the caller of the batch.</param>
/// <param name="isTransactionLost">Whether the transaction ended with it, and all other batches in it.</param>
internal sealed class ParticipantFailedException(Exception cause, bool isTransactionLost) : Exception(cause.Message, cause)
{
    /// <summary>Whether the transaction ended with it, so that the other batches begin again.</summary>
    public bool IsTransactionLost => isTransactionLost;

    /// <summary>The exception that the caller of a request gets for a failure.</summary>
    public static Exception CauseOf(Exception failure) => failure is ParticipantFailedException { InnerException: { } cause } ? cause : failure;
}
