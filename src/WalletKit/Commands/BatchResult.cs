using System.Collections.Immutable;

namespace WalletKit;

/// <summary>What came of a batch: all of its commands are committed, or one was refused and none is.</summary>
public sealed class BatchResult
{
    private readonly CommandResult? _only;
    private readonly ImmutableArray<CommandResult> _several = [];

    private BatchResult(CommandResult only) => _only = only;

    private BatchResult(ImmutableArray<CommandResult> several) => _several = several;

    private BatchResult(int refusedIndex, WalletRefusedException refusal) => (RefusedIndex, Refusal) = (refusedIndex, refusal);

    /// <summary>A result for each command, in order; empty where the batch was refused.</summary>
    public ImmutableArray<CommandResult> Results => _only is null ? _several : [_only];

    /// <summary>The result of the first command, which of a batch of one is all there is.</summary>
    /// <exception cref="InvalidOperationException">The batch was refused.</exception>
    public CommandResult First =>
        _only ?? (_several.IsEmpty ? throw new InvalidOperationException("A batch that was refused, or was empty, has no results.") : _several[0]);

    /// <summary>Why the batch was refused; null where it is committed.</summary>
    public WalletRefusedException? Refusal { get; }

    /// <summary>The index of the command that was refused; -1 where the batch is committed, or was refused as a whole.</summary>
    public int RefusedIndex { get; } = -1;

    /// <summary>The result of a batch of one that is committed.</summary>
    public static BatchResult Committed(CommandResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(result);
    }

    /// <summary>The result of a batch that is committed.</summary>
    public static BatchResult Committed(ImmutableArray<CommandResult> results) => new(results);

    /// <summary>The result of a batch that was refused as a whole: for its key, or for the version of a wallet.</summary>
    public static BatchResult Refused(WalletRefusedException refusal) => new(-1, refusal);

    /// <summary>The result of a batch that was refused for its command at <paramref name="index"/>.</summary>
    public static BatchResult Refused(int index, WalletRefusedException refusal) => new(index, refusal);
}
