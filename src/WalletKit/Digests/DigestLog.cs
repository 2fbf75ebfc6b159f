using System.Runtime.CompilerServices;
using System.Text;
using WalletKit.Digests;
using WalletKit.Digests.Merkle;

namespace WalletKit;

/// <summary>A log of digests: a text that a host keeps beside its manifests, and only appends to. Its head is what a host publishes.</summary>
/// <remarks>
/// The log is a Merkle tree whose leaves are the digests. So it can be proven that a digest is in the log, and that the log of a later head begins with the
/// log of an earlier head. Each call reads the log once, with bounded memory. <c>docs/tamper-evidence.md</c> gives the bytes.
/// </remarks>
public static class DigestLog
{
    /// <summary>Appends a digest to a log, and returns the new head of the log, which is to be published.</summary>
    /// <param name="log">The whole log; an empty stream begins one. It can be read, written and searched, and is left open. No other call may use it meanwhile.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="cancellationToken">Honored while the log is read. The line is written in one piece.</param>
    /// <exception cref="ArgumentException">The stream cannot be read, written or searched.</exception>
    /// <exception cref="InvalidInputException">The digest's size is negative.</exception>
    /// <exception cref="InvalidDataException">The stream is not a log, or its last line has no end. Nothing was written.</exception>
    public static async Task<TreeHead> AppendAsync(Stream log, StoreDigest digest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(digest);
        if (!log.CanRead || !log.CanWrite || !log.CanSeek)
        {
            throw new ArgumentException("The stream of a log to append to can be read, written and searched.", nameof(log));
        }

        EnsureNotNegative(digest.Head.Size, "digest.Head.Size");
        var (tree, line) = (new GrowingTree(), new LogLine(digest.Time, digest.Head));
        var isNew = log.Length == 0;
        if (!isNew)
        {
            log.Position = 0;
            await GrowAsync(tree, log, null, cancellationToken).ConfigureAwait(false);
        }

        tree.Append(line.Leaf());
        var text = isNew ? $"{LogLine.Header}\n{line}\n" : $"{line}\n";
        await log.WriteAsync(Encoding.ASCII.GetBytes(text), CancellationToken.None).ConfigureAwait(false);
        await log.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return tree.Head;
    }

    /// <summary>Reads the digests of a log, from the first.</summary>
    /// <param name="log">The log, from its beginning; it is left open.</param>
    /// <param name="cancellationToken">Honored while the log is read.</param>
    /// <exception cref="InvalidDataException">The stream is not a log, or its last line has no end; the message names the line.</exception>
    public static async IAsyncEnumerable<LoggedDigest> ReadAsync(Stream log, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        var reader = new LogReader(log);
        for (var index = 0L; await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line; index++)
        {
            yield return new LoggedDigest { Index = index, Time = line.Time, Digest = line.Digest };
        }
    }

    /// <summary>Calculates the head of a log, or the head that it had at an earlier size.</summary>
    /// <param name="log">The log, from its beginning; it is left open.</param>
    /// <param name="size">The number of digests, 0 or more; null for all.</param>
    /// <param name="cancellationToken">Honored while the log is read.</param>
    /// <exception cref="InvalidInputException">The size is negative, or the log has fewer digests.</exception>
    /// <exception cref="InvalidDataException">The stream is not a log, or its last line has no end; the message names the line.</exception>
    public static async Task<TreeHead> ReadHeadAsync(Stream log, long? size = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        EnsureNotNegative(size, nameof(size));
        var tree = new GrowingTree();
        await GrowAsync(tree, log, size, cancellationToken).ConfigureAwait(false);
        EnsureReached(tree, size, nameof(size));
        return tree.Head;
    }

    /// <summary>Makes the proof that a log includes a digest.</summary>
    /// <param name="log">The log, from its beginning; it is left open.</param>
    /// <param name="digest">The head of the digest. Where the log has it several times, the first is proven.</param>
    /// <param name="size">The number of digests in the log for whose head the proof is made, 0 or more; null for all.</param>
    /// <param name="cancellationToken">Honored while the log is read.</param>
    /// <returns>The proof; null where the log of this size has no such digest.</returns>
    /// <exception cref="InvalidInputException">The size is negative, or the log has fewer digests.</exception>
    /// <exception cref="InvalidDataException">The stream is not a log, or its last line has no end; the message names the line.</exception>
    public static async Task<DigestProof?> ProveAsync(Stream log, TreeHead digest, long? size = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        EnsureNotNegative(size, nameof(size));
        var (tree, reader, found, index) = (new GrowingTree(), new LogReader(log), default(LogLine?), 0L);
        while (tree.Size != size && await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            var isFound = found is null && line.Digest == digest;
            (found, index) = isFound ? (line, tree.Size) : (found, index);
            tree.Append(line.Leaf(), isFound);
        }

        EnsureReached(tree, size, nameof(size));
        return found is not { } entry ? null
            : new DigestProof { Digest = digest, Time = entry.Time, Index = index, Size = tree.Size, Path = tree.Path() };
    }

    /// <summary>Makes the proof that a log begins with the log of an earlier size.</summary>
    /// <param name="log">The log, from its beginning; it is left open.</param>
    /// <param name="oldSize">The number of digests at the earlier time, from 0 to <paramref name="newSize"/>.</param>
    /// <param name="newSize">The number of digests at the later time; null for all.</param>
    /// <param name="cancellationToken">Honored while the log is read.</param>
    /// <exception cref="InvalidInputException">A size is negative, or the log has fewer digests, or the earlier size is the larger one.</exception>
    /// <exception cref="InvalidDataException">The stream is not a log, or its last line has no end; the message names the line.</exception>
    public static async Task<ConsistencyProof> ProveConsistencyAsync(
        Stream log, long oldSize, long? newSize = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        EnsureNotNegative(oldSize, nameof(oldSize));
        EnsureNotNegative(newSize, nameof(newSize));
        if (oldSize > newSize)
        {
            throw new InvalidInputException(nameof(oldSize), oldSize, $"must be at most newSize, which is {newSize}");
        }

        var (tree, reader) = (new GrowingTree(), new LogReader(log));
        while (tree.Size != newSize && await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            tree.Append(line.Leaf());
            if (tree.Size == oldSize)
            {
                tree.Mark();
            }
        }

        EnsureReached(tree, newSize, nameof(newSize));
        EnsureReached(tree, oldSize, nameof(oldSize));
        return new ConsistencyProof { OldSize = oldSize, NewSize = tree.Size, Path = oldSize == tree.Size ? [] : tree.Path() };
    }

    private static async Task GrowAsync(GrowingTree tree, Stream log, long? size, CancellationToken cancellationToken)
    {
        var reader = new LogReader(log);
        while (tree.Size != size && await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            tree.Append(line.Leaf());
        }
    }

    private static void EnsureNotNegative(long? size, string field)
    {
        if (size < 0)
        {
            throw new InvalidInputException(field, size, "must be 0 or more");
        }
    }

    private static void EnsureReached(GrowingTree tree, long? size, string field)
    {
        if (tree.Size < size)
        {
            throw new InvalidInputException(field, size, $"must be at most the number of digests in the log, which is {tree.Size}");
        }
    }
}
