using WalletKit.Storage.Books;
using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>The audit of one wallet after another: the state that can change, from one snapshot, and the history up to the end of that snapshot.</summary>
internal sealed class BookAudit(AuditFindings all, AuditTally tally, HoldWindow window)
{
    /// <returns>False where there is no such wallet.</returns>
    public async Task<bool> RunAsync(IBookStore books, WalletId walletId, CancellationToken cancellationToken)
    {
        var findings = new BookFindings(all, walletId);
        tally.Wallets++;
        try
        {
            return await CheckAsync(books, walletId, findings, cancellationToken).ConfigureAwait(false);
        }
        catch (WalletStoreException damage) when (StoreDamage.Is(damage.Failure))
        {
            findings.Add(AuditFindingKind.StoreDamaged, $"The rest of the wallet cannot be read: {damage.Message}");
            return true;
        }
    }

    private async Task<bool> CheckAsync(IBookStore books, WalletId walletId, BookFindings findings, CancellationToken cancellationToken)
    {
        window.Begin(1);
        var holds = new HoldsCheck(findings, window);
        var state = await books.ReadStateAsync(walletId, Visit, cancellationToken).ConfigureAwait(false);
        if (state?.Wallet is not { } wallet)
        {
            findings.Add(AuditFindingKind.RowUnreadable, $"The wallet cannot be read: {state?.Problem ?? "it is listed, and not there."}");
            return state is not null;
        }

        holds.Complete(wallet);
        WalletCheck.Check(wallet, holds, findings);

        // After the wallet and before the entries. If the wallet is erased meanwhile, its entries show that they are erased.
        var secrets = await books.FindSecretsAsync(walletId, cancellationToken).ConfigureAwait(false) ?? WalletSecrets.None;
        var history = new HistoryCheck(wallet, secrets.Texts, state, holds, findings);
        await CheckHistoryAsync(books, wallet, history, cancellationToken).ConfigureAwait(false);
        history.Complete();
        await CheckOtherCapturesAsync(books, wallet, findings, cancellationToken).ConfigureAwait(false);
        await foreach (var key in books.StreamKeysAsync(walletId, cancellationToken).ConfigureAwait(false))
        {
            tally.Keys++;
            KeyCheck.Check(walletId, key, findings);
        }

        return true;

        void Visit(Wallet read, BookRow<Hold> hold)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Holds++;
            holds.Visit(read, hold);
        }
    }

    private async Task CheckHistoryAsync(IBookStore books, Wallet wallet, HistoryCheck history, CancellationToken cancellationToken)
    {
        await foreach (var entry in books.StreamEntriesAsync(wallet.Id, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Version > wallet.Version)
            {
                break;
            }

            tally.Count(entry);
            history.Check(entry);
        }
    }

    // The captures of the holds that did not fit. Each round reads a new snapshot, and as much of the history as that snapshot has.
    private async Task CheckOtherCapturesAsync(IBookStore books, Wallet wallet, BookFindings findings, CancellationToken cancellationToken)
    {
        while (window.Next is { } first && first <= wallet.Holds.LastNumber)
        {
            window.Begin(first);
            var state = await books.ReadStateAsync(wallet.Id, Visit, cancellationToken).ConfigureAwait(false);
            await foreach (var entry in books.StreamEntriesAsync(wallet.Id, cancellationToken).ConfigureAwait(false))
            {
                if (entry.Version > state?.Wallet?.Version)
                {
                    break;
                }

                window.Check(entry, findings);
            }

            window.Complete(findings);
        }

        void Visit(Wallet read, BookRow<Hold> hold)
        {
            cancellationToken.ThrowIfCancellationRequested();
            window.Visit(hold);
        }
    }
}
