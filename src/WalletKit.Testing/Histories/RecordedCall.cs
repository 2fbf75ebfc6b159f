using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Histories;

/// <summary>One call of one caller: what was asked, when, and what the answer was.</summary>
internal sealed record RecordedCall
{
    /// <summary>Who called. A caller has one call under way at a time.</summary>
    public required string Caller { get; init; }

    /// <summary>When the call began, by a clock that all callers share.</summary>
    public required long Start { get; init; }

    /// <summary>When the answer was there; null where none ever was, so that nobody knows whether it was done.</summary>
    public long? End { get; init; }

    /// <summary>The commands; null for a reading of all wallets of an owner.</summary>
    public CommandBatch? Batch { get; init; }

    /// <summary>Whose wallets were read; null for commands.</summary>
    public string? Owner { get; init; }

    /// <summary>The answer as text; null where there never was one.</summary>
    public string? Answer { get; init; }
}
