using System.Security.Cryptography;

namespace WalletKit.Samples;

/// <summary>
/// What this run was told is done. Each operation carries an idempotency key that begins with the run's own prefix, so that in
/// the end the file can be asked whether all of them are there.
/// </summary>
internal sealed class Acknowledgments
{
    private long _count;

    /// <summary>What the keys of this run, and of no other, begin with.</summary>
    public string KeyPrefix { get; } = $"run-{RandomNumberGenerator.GetHexString(12, lowercase: true)}/";

    /// <summary>How many operations were acknowledged.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The idempotency key of one operation of this run.</summary>
    public string KeyFor(string operation) => KeyPrefix + operation;

    /// <summary>Notes an operation that returned. A replay is an operation that was noted before.</summary>
    public void Add(TransactionReceipt receipt) => Add(receipt.Replayed);

    /// <inheritdoc cref="Add(TransactionReceipt)"/>
    public void Add(bool isReplayed)
    {
        if (!isReplayed)
        {
            Interlocked.Increment(ref _count);
        }
    }
}
