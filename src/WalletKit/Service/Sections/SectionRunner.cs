using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Locking;
using WalletKit.Pipeline;
using WalletKit.Stores;

namespace WalletKit.Service.Sections;

/// <summary>
/// Runs a host's decision over wallets and commits its commands in one batch, checked against the versions that it read. With or without locks, a change in
/// between, by any process, makes the decision be asked for again and never makes it wrong.
/// </summary>
internal sealed class SectionRunner(IWalletStore store, ICommandPipeline pipeline, WalletLocks locks, SectionScope scope, AmbientTransactions ambient, TimeProvider timeProvider)
{
    /// <summary>Runs a decision until its commands are committed or refused, or its attempts are used up.</summary>
    /// <param name="walletIds">The wallets that the decision is about.</param>
    /// <param name="decide">The host's own code.</param>
    /// <param name="isLocked">Whether the wallets are held meanwhile.</param>
    /// <param name="options">The number and duration of attempts, and the actor of commands without one.</param>
    /// <param name="cancellationToken">Honored until the commands are handed to the commit.</param>
    public async Task<ImmutableArray<CommandResult>> RunAsync(
        IReadOnlyCollection<WalletId> walletIds,
        Func<WalletSection, CancellationToken, Task> decide,
        bool isLocked,
        SectionOptions options,
        CancellationToken cancellationToken)
    {
        scope.ThrowIfInside();

        // Before the host decides in vain, and while a scope of this thread is still seen.
        ambient.ThrowIfAny();
        WalletId[] distinct = [.. walletIds.Distinct()];
        for (var attempt = 1; ; attempt++)
        {
            using var lease = isLocked ? await locks.AcquireAsync(distinct, cancellationToken).ConfigureAwait(false) : default;
            var wallets = await ReadAsync(distinct, isLocked, cancellationToken).ConfigureAwait(false);
            var commands = await DecideAsync(wallets, decide, options.Timeout, cancellationToken).ConfigureAwait(false);
            if (commands.Count == 0)
            {
                return [];
            }

            var batch = new CommandBatch([.. commands.Select(command => HostCommands.By(options.Actor, command))])
            {
                ExpectedVersions = [.. wallets.Select(wallet => (wallet.Id, wallet.Version))],
                Participant = options.Participant,
            };
            var result = await pipeline.CommitAsync(batch, Route.Section, cancellationToken).ConfigureAwait(false);
            if (result.Refusal is not { } refusal)
            {
                return result.Results;
            }

            // If a command itself expects a version, that version is the host's own condition.
            if (result.RefusedIndex >= 0 || refusal is not ConcurrencyConflictException || attempt >= options.MaxAttempts)
            {
                throw refusal;
            }
        }
    }

    private async ValueTask<IReadOnlyList<Wallet>> ReadAsync(WalletId[] walletIds, bool isLocked, CancellationToken cancellationToken)
    {
        var wallets = new List<Wallet>(walletIds.Length);
        if (isLocked)
        {
            wallets.AddRange(await store.ReadLatestAsync(walletIds, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            foreach (var walletId in walletIds)
            {
                if (await store.FindWalletAsync(walletId, cancellationToken).ConfigureAwait(false) is { } wallet)
                {
                    wallets.Add(wallet);
                }
            }
        }

        return wallets.Count == walletIds.Length
            ? wallets
            : throw new WalletNotFoundException(walletIds.First(walletId => wallets.TrueForAll(wallet => wallet.Id != walletId)));
    }

    private async Task<IReadOnlyList<WalletCommand>> DecideAsync(
        IReadOnlyList<Wallet> wallets, Func<WalletSection, CancellationToken, Task> decide, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var section = new WalletSection(wallets);
        using var timer = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            // A decision that ignores its token, or blocks its thread, must not keep the wallets: nothing else needs its thread, and the wait for it ends in time.
            var deciding = DecisionThreads.Shared.Run(() => EnterAsync(section, decide, either.Token), either.Token);
            await deciding.WaitAsync(either.Token).ConfigureAwait(false);

            // The wait does not look at the time if the decision has ended already.
            either.Token.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException exception) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The decision took longer than the {nameof(SectionOptions.Timeout)} of {timeout}; nothing was changed.", exception);
        }
        finally
        {
            section.End();
        }

        return section.End();
    }

    // This is a method of its own, so that the decision sees the values that it sets, and no code after the decision does.
    private async Task EnterAsync(WalletSection section, Func<WalletSection, CancellationToken, Task> decide, CancellationToken cancellationToken)
    {
        scope.Enter(section);
        await decide(section, cancellationToken).ConfigureAwait(false);
    }
}
