namespace WalletKit.Service;

// Changes of a wallet's state.
internal partial class WalletOperations
{
    public Task<EventReceipt> FreezeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(new FreezeWallet(walletId), options, cancellationToken);

    public Task<EventReceipt> UnfreezeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(new UnfreezeWallet(walletId), options, cancellationToken);

    public Task<EventReceipt> CorrectTimeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(new CorrectTime(walletId), options, cancellationToken);

    public Task<EventReceipt> CloseAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(new CloseWallet(walletId), options, cancellationToken);

    public Task<EventReceipt> SetCreditLimitAsync(WalletId walletId, decimal limit, StateOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(new SetCreditLimit(walletId, limit), options, cancellationToken);

    private async Task<EventReceipt> ChangeAsync(StateCommand command, StateOptions? options, CancellationToken cancellationToken)
    {
        var result = await RunAsync(With(options, command with { Reason = options?.Reason }), options?.Participant, cancellationToken).ConfigureAwait(false);
        return new EventReceipt { Event = result.Event!, Replayed = result.Replayed };
    }
}
