using System.Collections.Immutable;

namespace WalletKit.Commands;

/// <summary>What came of a batch: all of its commands are committed, or one was refused and none is.</summary>
public sealed record BatchResult
{
    private BatchResult()
    {
    }

    /// <summary>A result for each command, in order; empty where the batch was refused.</summary>
    public ImmutableArray<CommandResult> Results { get; private init; } = [];

    /// <summary>Why the batch was refused; null where it is committed.</summary>
    public WalletException? Refusal { get; private init; }

    /// <summary>The index of the command that was refused; -1 where the batch is committed.</summary>
    public int RefusedIndex { get; private init; } = -1;

    /// <summary>The result of a batch that is committed.</summary>
    public static BatchResult Committed(ImmutableArray<CommandResult> results) => new() { Results = results };

    /// <summary>The result of a batch that was refused for its command at <paramref name="index"/>.</summary>
    public static BatchResult Refused(int index, WalletException refusal) => new() { Refusal = refusal, RefusedIndex = index };
}
