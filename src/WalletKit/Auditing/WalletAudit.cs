using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using WalletKit.Storage.Books;
using WalletKit.Stores;

namespace WalletKit.Auditing;

internal sealed class WalletAudit(IWalletStore store, int holdsAtOnce) : IWalletAudit
{
    // The history of a wallet with more holds is read again for each further million. This bounds the memory, to about 30 MB.
    private const int HoldsAtOnce = 1_000_000;
    private const int WalletsPerPage = 1_000;
    private const int WalletsAtOnce = 250;
    private const int MaxListed = 1_000_000;

    public WalletAudit(IWalletStore store)
        : this(store, HoldsAtOnce)
    {
    }

    public async Task<AuditReport> AuditAsync(AuditOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AuditOptions();
        if (options.MaxFindings is < 1 or > MaxListed)
        {
            throw new InvalidInputException("maxFindings", options.MaxFindings, "must be from 1 to 1,000,000");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var findings = new AuditFindings(options.MaxFindings);
        var tally = new AuditTally(findings, options.Progress);
        try
        {
            await store.OpenAsync(cancellationToken).ConfigureAwait(false);

            // A store may do all the work on the calling thread, and the caller must not lose its thread for so long.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            await AuditWalletsAsync(findings, tally, cancellationToken).ConfigureAwait(false);
            await CheckTrialBalanceAsync(findings, cancellationToken).ConfigureAwait(false);
            if (options.CheckStore)
            {
                await CheckStoreAsync(findings, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (WalletStoreException damage) when (StoreDamage.Is(damage.Failure))
        {
            findings.Add(new AuditFinding { Kind = AuditFindingKind.StoreDamaged, WalletId = null, Message = $"The audit could not go on: {damage.Message}" });
        }

        tally.Report();
        return tally.ToReport();
    }

    private async Task AuditWalletsAsync(AuditFindings findings, AuditTally tally, CancellationToken cancellationToken)
    {
        var book = new BookAudit(findings, tally, new HoldWindow(holdsAtOnce));
        WalletId? after = null;
        while (await ListAsync(after, findings, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            var (from, last) = (after, after);
            await foreach (var (books, walletId) in ReadAheadAsync(page, cancellationToken).ConfigureAwait(false))
            {
                if (walletId <= last)
                {
                    findings.Add(new AuditFinding { Kind = AuditFindingKind.StoreDamaged, WalletId = null, Message = $"The wallets are not listed in order: {walletId} comes after {last}." });
                }

                last = walletId;

                // A damaged index may name a wallet that is missing. The audit does not continue from such a name.
                if (await book.RunAsync(books, walletId, cancellationToken).ConfigureAwait(false) && !(walletId <= after))
                {
                    after = walletId;
                }
            }

            tally.Report();
            if (after == from)
            {
                findings.Add(new AuditFinding { Kind = AuditFindingKind.StoreDamaged, WalletId = null, Message = $"The wallets {After(from)}cannot be listed: the list does not go on." });
                return;
            }
        }
    }

    // The store reads the next wallets while the audit compares the ones before.
    private async IAsyncEnumerable<(IBookStore Books, WalletId WalletId)> ReadAheadAsync(IReadOnlyList<WalletId> page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WalletId[][] parts = [.. page.Chunk(WalletsAtOnce)];
        var reading = ReadAheadAsync(parts[0], cancellationToken).AsTask();
        try
        {
            for (var i = 0; i < parts.Length; i++)
            {
                var books = await reading.ConfigureAwait(false);
                if (i + 1 < parts.Length)
                {
                    reading = ReadAheadAsync(parts[i + 1], cancellationToken).AsTask();
                }

                foreach (var walletId in parts[i])
                {
                    yield return (books, walletId);
                }
            }
        }
        finally
        {
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<IBookStore> ReadAheadAsync(WalletId[] walletIds, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Books.ReadAheadAsync(walletIds, cancellationToken).ConfigureAwait(false);
        }
        catch (WalletStoreException damage) when (StoreDamage.Is(damage.Failure))
        {
            // Read one by one, all wallets but the damaged ones are compared.
            return store.Books;
        }
    }

    private async ValueTask<IReadOnlyList<WalletId>> ListAsync(WalletId? after, AuditFindings findings, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Books.ListWalletIdsAsync(after, WalletsPerPage, cancellationToken).ConfigureAwait(false);
        }
        catch (WalletStoreException damage) when (StoreDamage.Is(damage.Failure))
        {
            findings.Add(new AuditFinding { Kind = AuditFindingKind.StoreDamaged, WalletId = null, Message = $"The wallets {After(after)}cannot be listed: {damage.Message}" });
            return [];
        }
    }

    private async Task CheckTrialBalanceAsync(AuditFindings findings, CancellationToken cancellationToken)
    {
        foreach (var currency in (await ReadTrialBalanceAsync(findings, cancellationToken).ConfigureAwait(false)).Where(static currency => currency.DifferenceMinorUnits != 0))
        {
            findings.Add(new AuditFinding
            {
                Kind = AuditFindingKind.TrialBalanceWrong,
                WalletId = null,
                Message = string.Create(CultureInfo.InvariantCulture, $"In {currency.Currency.ToText()}, wallets and accounts sum to {currency.DifferenceMinorUnits}, expected 0: one leg of a transfer is gone or changed."),
            });
        }
    }

    /// <returns>No currencies where the store sums no transactions, or where they cannot be read.</returns>
    private async ValueTask<ImmutableArray<CurrencyTotals>> ReadTrialBalanceAsync(AuditFindings findings, CancellationToken cancellationToken)
    {
        try
        {
            return store.Features.HasFlag(StoreFeatures.Totals) && await store.ReadTotalsAsync(null, cancellationToken).ConfigureAwait(false) is { } totals ? totals.ToTrialBalance().Currencies : [];
        }
        catch (WalletStoreException damage) when (StoreDamage.Is(damage.Failure))
        {
            findings.Add(new AuditFinding { Kind = AuditFindingKind.StoreDamaged, WalletId = null, Message = $"The trial balance cannot be read: {damage.Message}" });
            return [];
        }
    }

    private async Task CheckStoreAsync(AuditFindings findings, CancellationToken cancellationToken)
    {
        foreach (var finding in await store.Books.CheckAsync(Math.Max(1, findings.Room), cancellationToken).ConfigureAwait(false))
        {
            findings.Add(finding);
        }
    }

    private static string After(WalletId? walletId) => walletId is null ? "" : $"after {walletId} ";
}
