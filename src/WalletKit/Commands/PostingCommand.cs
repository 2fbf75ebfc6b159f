using WalletKit.Rules;

namespace WalletKit;

/// <summary>A command about money, with the host's own reference and texts for the books.</summary>
public abstract record PostingCommand : KeyedCommand
{
    /// <summary>The longest reference, in characters.</summary>
    public const int MaxReferenceLength = 200;

    private protected PostingCommand(WalletId walletId)
        : base(walletId)
    {
    }

    /// <summary>Gets the code of the intended currency; null for the wallet's own, whatever it is.</summary>
    public string? Currency { get; init; }

    /// <summary>Gets the host's own reference, 1 to 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the host's own pairs of text.</summary>
    public TransactionMetadata Metadata { get; init; } = TransactionMetadata.Empty;

    /// <summary>Gets the texts that the command's entries carry.</summary>
    private protected Notes Notes => new(Reference, Metadata, Actor, EffectiveAt);

    private protected override WalletRefusedException? CheckSharedForm() =>
        (Currency is null ? null : Text.Check("currency", Currency, 1, WalletKit.Currency.MaxCodeLength))
        ?? (Reference is null ? null : Text.Check("reference", Reference, 1, MaxReferenceLength))
        ?? FormRules.CheckMetadata(Metadata);

    private protected sealed override WalletRefusedException? RefuseCurrency(Wallet wallet) =>
        Currency is { } named && named != wallet.Currency.Code ? new CurrencyMismatchException(wallet.Id, wallet.Currency.Code, named) : null;

    private protected void WriteNotes(HashedContent content)
    {
        content.Write(Currency);
        content.Write(Reference);
        content.Write(Metadata);
    }
}
