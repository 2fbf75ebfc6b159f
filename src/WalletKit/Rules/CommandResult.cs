namespace WalletKit;

/// <summary>The result of one command: its refusal, or the records that it wrote.</summary>
public sealed record CommandResult
{
    /// <summary>Gets the refusal; null where the command was not refused.</summary>
    public WalletRefusedException? Refusal { get; init; }

    /// <summary>Gets whether this is the first result of a command that was done earlier.</summary>
    /// <remarks>The command was done earlier under its key, or it opens a wallet that existed already.</remarks>
    public bool Replayed { get; init; }

    /// <summary>Gets the command's wallet right after the command; null where it was refused or replayed under its key.</summary>
    public Wallet? Wallet { get; init; }

    /// <summary>Gets the transactions that were recorded. The transaction of the command's own wallet comes first.</summary>
    public UpToTwo<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets the first of <see cref="Transactions"/>; null where there is none.</summary>
    public WalletTransaction? Transaction => Transactions.First;

    /// <summary>Gets the rebate right after the command; null where it touched none, or was replayed.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>Gets the hold that was placed, captured or voided, right after the command; null where there is none.</summary>
    public Hold? Hold { get; init; }

    /// <summary>Gets the version of the hold's wallet right after the command; null where there is no hold.</summary>
    public long? HoldVersion { get; init; }

    /// <summary>Gets the change of the wallet's state; null where there is none.</summary>
    public WalletEvent? Event { get; init; }

    /// <summary>Creates the result of a refused command.</summary>
    public static CommandResult Refused(WalletRefusedException refusal) => new() { Refusal = refusal };

    /// <summary>The part of the result that is kept under the command's key: the part that never changes.</summary>
    internal CommandResult ToRecorded() => new() { Transactions = Transactions, Hold = Hold, HoldVersion = HoldVersion, Event = Event };

    /// <summary>The result of a repetition of the command under its key.</summary>
    internal CommandResult ToReplayed() => ToRecorded() with { Replayed = true };
}
