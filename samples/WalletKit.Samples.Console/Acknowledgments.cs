using System.Security.Cryptography;

namespace WalletKit.Samples;

/// <summary>
/// The operations that were acknowledged in this run. Each operation names the run as its actor, so that at the end the file can be checked for all of them.
/// </summary>
internal sealed class Acknowledgments
{
    private long _count;

    /// <summary>The actor of all operations of this run, and of no other.</summary>
    public string Actor { get; } = $"run-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    /// <summary>The number of operations that were acknowledged.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The idempotency key of one operation of this run.</summary>
    public string KeyFor(string operation) => $"{Actor}/{operation}";

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
