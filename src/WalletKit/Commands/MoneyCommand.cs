namespace WalletKit.Commands;

/// <summary>A command that moves an amount of money.</summary>
public abstract record MoneyCommand : KeyedCommand
{
    /// <summary>The longest reference, in characters.</summary>
    public const int MaxReferenceLength = 200;

    private protected MoneyCommand(WalletId walletId, decimal amount)
        : base(walletId) => Amount = amount;

    /// <summary>How much, in units: more than zero, with no more decimals than the currency has.</summary>
    public decimal Amount { get; }

    /// <summary>The code of the currency that the caller means; null to take the wallet's, whatever it is.</summary>
    public string? Currency { get; init; }

    /// <summary>The host's own reference, 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The host's own pairs of text.</summary>
    public TransactionMetadata Metadata { get; init; } = TransactionMetadata.Empty;
}
