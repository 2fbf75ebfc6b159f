using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>Goes through a store and a manifest side by side, both in the order of the wallets' ids.</summary>
internal sealed class DigestVerifier(IWalletStore store, ManifestReader manifest, Findings findings)
{
    private const int PageSize = 500;

    private readonly ChainVerifier _chains = new(store, findings);

    public async Task RunAsync(TreeHead published, CancellationToken cancellationToken)
    {
        await manifest.MoveAsync(cancellationToken).ConfigureAwait(false);
        await VerifyListedAsync(cancellationToken).ConfigureAwait(false);
        await VerifyNamedAsync(null, cancellationToken).ConfigureAwait(false);
        if (manifest.WrongLine is { } wrong)
        {
            findings.Add(DigestFindingKind.ManifestChanged, null, null, $"The manifest's line {wrong} is not as a manifest's should be, and nothing after it was read.");
        }
        else if (manifest.Tree.Head is var head && head != published)
        {
            findings.Add(DigestFindingKind.ManifestChanged, null, null, $"The manifest has the head {head}, not {published}, which was published.");
        }

        findings.Report();
    }

    private async Task VerifyListedAsync(CancellationToken cancellationToken)
    {
        for (WalletId? last = null; ;)
        {
            Page<Wallet> page;
            try
            {
                page = await store.ListAllWalletsAsync(last, PageSize, cancellationToken).ConfigureAwait(false);
            }
            catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Corrupt)
            {
                // The wallets that the manifest names are then looked up one by one.
                findings.Add(DigestFindingKind.WalletUnreadable, null, null, $"The wallets {(last is null ? "" : $"after {last} ")}cannot be listed: {exception.Message}");
                return;
            }

            foreach (var wallet in page)
            {
                // A damaged index can lead round in circles.
                if (wallet.Id <= last)
                {
                    findings.Add(DigestFindingKind.WalletUnreadable, null, null, $"The wallets after {last} cannot be listed: {wallet.Id} comes after it.");
                    return;
                }

                await VerifyNamedAsync(wallet.Id, cancellationToken).ConfigureAwait(false);
                var line = manifest.Line?.WalletId == wallet.Id ? manifest.Line : null;
                await _chains.VerifyAsync(wallet, line, cancellationToken).ConfigureAwait(false);
                if (line is not null)
                {
                    await manifest.MoveAsync(cancellationToken).ConfigureAwait(false);
                }

                last = wallet.Id;
            }

            findings.Report();
            if (!page.HasMore)
            {
                return;
            }

            if (page.Count == 0)
            {
                findings.Add(DigestFindingKind.WalletUnreadable, null, null, $"The wallets {(last is null ? "" : $"after {last} ")}cannot be listed: the list does not go on.");
                return;
            }
        }
    }

    /// <summary>Looks up the wallets that the manifest names before <paramref name="next"/>, or all its remaining wallets, which were not listed.</summary>
    private async ValueTask VerifyNamedAsync(WalletId? next, CancellationToken cancellationToken)
    {
        while (manifest.Line is { } line && !(line.WalletId >= next))
        {
            await VerifyNamedAsync(line, cancellationToken).ConfigureAwait(false);
            await manifest.MoveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task VerifyNamedAsync(ManifestLine line, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.FindWalletAsync(line.WalletId, cancellationToken).ConfigureAwait(false) is { } wallet)
            {
                await _chains.VerifyAsync(wallet, line, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                findings.Add(DigestFindingKind.WalletMissing, line.WalletId, null, $"Wallet {line.WalletId} is gone, with the {line.Version} entries of its journal.");
            }
        }
        catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Corrupt)
        {
            findings.Add(DigestFindingKind.WalletUnreadable, line.WalletId, null, $"Wallet {line.WalletId} cannot be read: {exception.Message}");
        }
    }
}
