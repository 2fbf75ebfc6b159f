namespace WalletKit;

/// <summary>What came of one command: either it was refused, or what it wrote.</summary>
public sealed record CommandResult
{
    /// <summary>Why it was refused; null where it was not.</summary>
    public WalletRefusedException? Refusal { get; init; }

    /// <summary>Gets whether this is the first result of a command done earlier, under its key or because the wallet stood already.</summary>
    public bool Replayed { get; init; }

    /// <summary>Gets the command's wallet right after; null where the command was refused or replayed under its key.</summary>
    public Wallet? Wallet { get; init; }

    /// <summary>Gets the transactions that were recorded, the one of the command's own wallet first.</summary>
    public UpToTwo<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets the first of <see cref="Transactions"/>; null where there is none.</summary>
    public WalletTransaction? Transaction => Transactions.First;

    /// <summary>Gets the rebate right after; null where the command touched none, or was replayed.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>Gets the hold that was placed or voided, right after; null where the command did neither.</summary>
    public Hold? Hold { get; init; }

    /// <summary>Gets the version of the hold's wallet right after it was placed or voided; null where the command did neither.</summary>
    public long? HoldVersion { get; init; }

    /// <summary>Gets the change of the wallet's state; null where there is none.</summary>
    public WalletEvent? Event { get; init; }

    /// <summary>The result of a refused command.</summary>
    public static CommandResult Refused(WalletRefusedException refusal) => new() { Refusal = refusal };

    /// <summary>What is kept of it under the command's key: what never changes.</summary>
    internal CommandResult ToRecorded() => new() { Transactions = Transactions, Hold = Hold, HoldVersion = HoldVersion, Event = Event };

    /// <summary>What a repetition of the command under its key gets.</summary>
    internal CommandResult ToReplayed() => ToRecorded() with { Replayed = true };
}
