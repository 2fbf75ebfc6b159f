using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Histories;

/// <summary>One call of one caller: its content, its times and its answer.</summary>
internal sealed record RecordedCall
{
    /// <summary>The name of the caller. A caller has one call under way at a time.</summary>
    public required string Caller { get; init; }

    /// <summary>The beginning of the call, by a clock that all callers share.</summary>
    public required long Start { get; init; }

    /// <summary>The time of the answer; null where there was none, so that it is unknown whether the call was done.</summary>
    public long? End { get; init; }

    /// <summary>The commands; null for a reading of all wallets of an owner.</summary>
    public CommandBatch? Batch { get; init; }

    /// <summary>The owner whose wallets were read; null for commands.</summary>
    public string? Owner { get; init; }

    /// <summary>The answer as text; null where there was none.</summary>
    public string? Answer { get; init; }
}
