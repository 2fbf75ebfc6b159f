using WalletKit.Rebates;

namespace WalletKit.Commands;

/// <summary>What came of one command: either it was refused, or what it wrote.</summary>
public sealed record CommandResult
{
    /// <summary>Why it was refused; null where it was not.</summary>
    public WalletException? Refusal { get; init; }

    /// <summary>Whether this is the first result of a command done earlier, under its key or because the wallet stood already.</summary>
    public bool Replayed { get; init; }

    /// <summary>The wallet right after; null where the command was refused or replayed under its key.</summary>
    public Wallet? Wallet { get; init; }

    /// <summary>The transaction that was recorded; null where there is none.</summary>
    public WalletTransaction? Transaction { get; init; }

    /// <summary>The rebate right after; null where the command touched none.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>The result of a refused command.</summary>
    public static CommandResult Refused(WalletException refusal) => new() { Refusal = refusal };
}
