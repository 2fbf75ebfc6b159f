namespace WalletKit;

/// <summary>A command about money: it carries what the host wants to find again in the books.</summary>
public abstract record PostingCommand : KeyedCommand
{
    /// <summary>The longest reference, in characters.</summary>
    public const int MaxReferenceLength = 200;

    private protected PostingCommand(WalletId walletId)
        : base(walletId)
    {
    }

    /// <summary>The code of the currency that the caller means; null to take the wallet's, whatever it is.</summary>
    public string? Currency { get; init; }

    /// <summary>The host's own reference, 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The host's own pairs of text.</summary>
    public TransactionMetadata Metadata { get; init; } = TransactionMetadata.Empty;
}
