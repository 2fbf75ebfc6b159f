using System.Collections.Immutable;

namespace WalletKit;

/// <summary>The result of a batch: all of its commands are committed, or one was refused and none is.</summary>
public sealed class BatchResult
{
    private readonly CommandResult? _only;
    private readonly ImmutableArray<CommandResult> _several = [];

    private BatchResult(CommandResult only) => _only = only;

    private BatchResult(ImmutableArray<CommandResult> several) => _several = several;

    private BatchResult(int refusedIndex, WalletRefusedException refusal) => (RefusedIndex, Refusal) = (refusedIndex, refusal);

    /// <summary>Gets a result for each command, in order; empty where the batch was refused.</summary>
    public ImmutableArray<CommandResult> Results => _only is null ? _several : [_only];

    /// <summary>Gets the result of the first command, which is the only result of a batch of one.</summary>
    /// <exception cref="InvalidOperationException">The batch was refused.</exception>
    public CommandResult First =>
        _only ?? (_several.IsEmpty ? throw new InvalidOperationException("A batch that was refused, or was empty, has no results.") : _several[0]);

    /// <summary>Gets the reason for which the batch was refused; null where it is committed.</summary>
    public WalletRefusedException? Refusal { get; }

    /// <summary>Gets the index of the refused command; -1 where there is none.</summary>
    /// <remarks>There is none where the batch is committed, or was refused as a whole.</remarks>
    public int RefusedIndex { get; } = -1;

    /// <summary>Creates the result of a batch of one that is committed.</summary>
    public static BatchResult Committed(CommandResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(result);
    }

    /// <summary>Creates the result of a batch that is committed.</summary>
    public static BatchResult Committed(ImmutableArray<CommandResult> results) => new(results);

    /// <summary>Creates the result of a batch that was refused as a whole.</summary>
    /// <remarks>A batch is refused as a whole for its key, or for the version of a wallet.</remarks>
    public static BatchResult Refused(WalletRefusedException refusal) => new(-1, refusal);

    /// <summary>Creates the result of a batch that was refused for its command at <paramref name="index"/>.</summary>
    public static BatchResult Refused(int index, WalletRefusedException refusal) => new(index, refusal);
}
