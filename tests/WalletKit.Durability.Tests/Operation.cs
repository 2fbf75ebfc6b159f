namespace WalletKit.Durability.Tests;

/// <summary>A deposit or a withdrawal that another process did, or began.</summary>
internal sealed record Operation(int Wallet, string Type, long Amount, long Sequence, string Reference, bool IsKeyed)
{
    public string Owner => $"owner-{Wallet}";

    /// <summary>Does it, or does it again.</summary>
    public async Task<TransactionReceipt> RepeatAsync(IWalletService wallets, CancellationToken cancellationToken)
    {
        var wallet = await wallets.OpenAsync(Owner, "USD", cancellationToken: cancellationToken);
        var options = new TransactionOptions { Reference = Reference, IdempotencyKey = Reference };
        return Type == "deposit"
            ? await wallets.DepositAsync(wallet.Id, Amount / 100m, options, cancellationToken)
            : await wallets.WithdrawAsync(wallet.Id, Amount / 100m, options, cancellationToken);
    }
}
