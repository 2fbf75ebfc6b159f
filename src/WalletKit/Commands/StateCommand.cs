namespace WalletKit;

/// <summary>A command that changes what may happen to a wallet.</summary>
public abstract record StateCommand : KeyedCommand
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReasonLength = 500;

    private protected StateCommand(WalletId walletId)
        : base(walletId)
    {
    }

    /// <summary>Why, for people to read; 1 to 500 characters, or null.</summary>
    public string? Reason { get; init; }
}
