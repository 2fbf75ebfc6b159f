using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Erases the owner and the name of a wallet, and the texts of all its entries and holds so far.</summary>
/// <remarks>
/// Amounts, times, accounts and hashes stay, so the chain, digests and the audit still hold. The owner and the name are free again. A store deletes the texts
/// in pieces after the commit; no reader sees them from the commit on.
/// </remarks>
/// <param name="WalletId">The wallet, which is closed unless <see cref="IncludeOpen"/> says otherwise.</param>
public sealed record EraseWallet(WalletId WalletId) : StateCommand(WalletId)
{
    /// <summary>Gets whether a wallet that is not closed is erased as well. It stays open, and no longer has an owner.</summary>
    public bool IncludeOpen { get; init; }

    /// <summary>Gets the secret for the texts of later entries: fresh random bytes unless set.</summary>
    public Secret TextSecret { get; init; } = WalletSecrets.Create().Texts;

    internal override string Kind => "erase";

    private protected override bool IsForClosed => true;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        base.WriteContent(content, first);
        content.Write(IncludeOpen ? 1 : 0);
    }

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        wallet.Status != WalletStatus.Closed && !IncludeOpen
            ? new WalletNotClosedException(wallet.Id)
            : wallet.IsErased && wallet.ErasedThrough == wallet.Version - 1 ? new WalletAlreadyErasedException(wallet.Id)
            : Change(
                WalletEventType.Erased, state, wallet with { OwnerId = "", Name = "", ErasedThrough = wallet.Version }, now, newTexts: TextSecret);
}
