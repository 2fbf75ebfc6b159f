namespace WalletKit;

/// <summary>The refusal of an owner's transfer by an <see cref="ITransferPolicy"/>. Code <c>transfer_not_allowed</c>.</summary>
public sealed class TransferNotAllowedException : WalletRefusedException
{
    /// <summary>Names the payer's wallet and the payee's.</summary>
    /// <param name="payer">The wallet that would pay.</param>
    /// <param name="payee">The wallet that would be paid.</param>
    public TransferNotAllowedException(WalletId payer, WalletId payee)
        : base(RefusalKind.NotAllowed, "transfer_not_allowed", $"the owner of wallet {payer} may not pay wallet {payee}.")
    {
        Payer = payer;
        Payee = payee;
    }

    /// <summary>Gets the wallet that would pay.</summary>
    public WalletId Payer { get; }

    /// <summary>Gets the wallet that would be paid.</summary>
    public WalletId Payee { get; }
}
