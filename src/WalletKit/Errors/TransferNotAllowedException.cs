namespace WalletKit;

/// <summary>An owner may not pay that wallet: an <see cref="ITransferPolicy"/> says so. Code <c>transfer_not_allowed</c>.</summary>
public sealed class TransferNotAllowedException : WalletRefusedException
{
    /// <summary>Says who may not pay whom.</summary>
    /// <param name="payer">The wallet that would pay.</param>
    /// <param name="payee">The wallet that would be paid.</param>
    public TransferNotAllowedException(WalletId payer, WalletId payee)
        : base(RefusalKind.NotAllowed, "transfer_not_allowed", $"the owner of wallet {payer} may not pay wallet {payee}.")
    {
        Payer = payer;
        Payee = payee;
    }

    /// <summary>The wallet that would pay.</summary>
    public WalletId Payer { get; }

    /// <summary>The wallet that would be paid.</summary>
    public WalletId Payee { get; }
}
