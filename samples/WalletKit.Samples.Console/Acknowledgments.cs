using System.Security.Cryptography;

namespace WalletKit.Samples;

/// <summary>
/// The operations that were acknowledged in this run. Each operation carries an idempotency key that begins with the run's own prefix, so that at the end
/// the file can be checked for all of them.
/// </summary>
internal sealed class Acknowledgments
{
    private long _count;

    /// <summary>The beginning of all keys of this run, and of no other.</summary>
    public string KeyPrefix { get; } = $"run-{RandomNumberGenerator.GetHexString(12, lowercase: true)}/";

    /// <summary>The number of operations that were acknowledged.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The idempotency key of one operation of this run.</summary>
    public string KeyFor(string operation) => KeyPrefix + operation;

    /// <summary>Notes an operation that returned. A replayed operation was noted before.</summary>
    public void Add(TransactionReceipt receipt) => Add(receipt.Replayed);

    /// <inheritdoc cref="Add(TransactionReceipt)"/>
    public void Add(CaptureReceipt receipt) => Add(receipt.Replayed);

    /// <inheritdoc cref="Add(TransactionReceipt)"/>
    public void Add(bool isReplayed)
    {
        if (!isReplayed)
        {
            Interlocked.Increment(ref _count);
        }
    }
}
