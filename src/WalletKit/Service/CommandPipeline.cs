using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WalletKit.Diagnostics;
using WalletKit.Locking;
using WalletKit.Pipeline;
using WalletKit.Rebates;
using WalletKit.Service.Rates;
using WalletKit.Service.Sections;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Service;

/// <summary>Takes commands to the store: checks, prepares, locks, looks up rates, counts, logs, and wakes the rebates, as far as the route asks for it.</summary>
internal sealed partial class CommandPipeline(
    IWalletStore store,
    WalletLocks locks,
    SectionScope sections,
    AmbientTransactions ambient,
    CommandPreparation preparation,
    ExchangeRates rates,
    RebateSignal rebateSignal,
    WalletMetrics metrics,
    ILogger<CommandPipeline>? logger = null) : ICommandPipeline
{
    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    public ValueTask<BatchResult> CommitAsync(CommandBatch batch, Route route, CancellationToken cancellationToken)
    {
        // This check comes before a policy of the host is asked or a lock is waited for. The store checks a batch, because its key is checked with it.
        if (batch.IsPlain && batch[0].CheckForm() is { } malformed)
        {
            return new(Record(batch, route, BatchResult.Refused(0, malformed)));
        }

        if (batch.Participant is { } participant)
        {
            ThrowIfRefused(participant, route);
        }

        ThrowIfMisplaced(route);
        var preparing = route.Prepares ? preparation.PrepareAsync(batch) : new(batch);
        return preparing.IsCompletedSuccessfully
            ? CommitPreparedAsync(preparing.GetAwaiter().GetResult(), route, cancellationToken)
            : CommitPreparedAsync(preparing, route, cancellationToken);
    }

    public void ThrowIfMisplaced(Route route)
    {
        if (route.RefusesSections)
        {
            sections.ThrowIfInside();
        }

        if (route.RefusesAmbient)
        {
            ambient.ThrowIfAny();
        }
    }

    private void ThrowIfRefused(ICommitParticipant participant, Route route)
    {
        if (route.HostTransaction is not null)
        {
            throw HostTransactionRules.NeedsNo(participant);
        }

        if (!store.Features.HasFlag(StoreFeatures.Participants))
        {
            throw ParticipantRules.Unsupported(participant, store);
        }
    }

    private async ValueTask<BatchResult> CommitPreparedAsync(ValueTask<CommandBatch> preparing, Route route, CancellationToken cancellationToken) =>
        await CommitPreparedAsync(await preparing.ConfigureAwait(false), route, cancellationToken).ConfigureAwait(false);

    private async ValueTask<BatchResult> CommitPreparedAsync(CommandBatch batch, Route route, CancellationToken cancellationToken)
    {
        var result = await HandOverAsync(batch, route, cancellationToken).ConfigureAwait(false);

        // A transfer that lacks a rate is found by its refusal, so all other commands cost nothing.
        while (route.Quotes
            && result is { Refusal: { } refusal, RefusedIndex: >= 0 and var index }
            && await rates.QuoteAsync(batch[index], refusal, cancellationToken).ConfigureAwait(false) is { } quoted)
        {
            batch = batch.With(index, quoted);
            result = await HandOverAsync(batch, route, cancellationToken).ConfigureAwait(false);
        }

        return Record(batch, route, result);
    }

    // The lock orders one wallet's callers up to the hand-over; no caller holds it while the disk works.
    private ValueTask<BatchResult> HandOverAsync(CommandBatch batch, Route route, CancellationToken cancellationToken)
    {
        if (!route.Locks)
        {
            return route.HostTransaction is { } transaction ? store.ExecuteInAsync(transaction, batch, cancellationToken) : store.CommitAsync(batch, cancellationToken);
        }

        var acquiring = batch is { Count: 1 } && batch[0].Other is null
            ? locks.AcquireAsync(batch[0].WalletId, cancellationToken)
            : locks.AcquireAsync([.. batch.SelectMany(command => command.Wallets)], cancellationToken);
        if (!acquiring.IsCompletedSuccessfully)
        {
            return HandOverWhenHeldAsync(acquiring, batch, cancellationToken);
        }

        using var hold = acquiring.GetAwaiter().GetResult();
        return store.CommitAsync(batch, cancellationToken);
    }

    private async ValueTask<BatchResult> HandOverWhenHeldAsync(ValueTask<WalletLockLease> acquiring, CommandBatch batch, CancellationToken cancellationToken)
    {
        ValueTask<BatchResult> committing;
        using (await acquiring.ConfigureAwait(false))
        {
            committing = store.CommitAsync(batch, cancellationToken);
        }

        return await committing.ConfigureAwait(false);
    }

    private BatchResult Record(CommandBatch batch, Route route, BatchResult result)
    {
        metrics.Executed(batch, result);
        if (result.Refusal is { } refusal)
        {
            var refused = batch[Math.Max(0, result.RefusedIndex)];
            LogRefused(_logger, refused.GetType().Name, refused.WalletId, refusal.Code);
        }
        else if (route.WakesRebates && HasRebate(batch, result))
        {
            rebateSignal.Set();
        }

        return result;
    }

    private static bool HasRebate(CommandBatch batch, BatchResult result)
    {
        if (batch.Count == 1)
        {
            return result.First.Rebate is not null;
        }

        foreach (var each in result.Results)
        {
            if (each.Rebate is not null)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "{Command} on wallet {WalletId} was refused: {Code}.")]
    private static partial void LogRefused(ILogger logger, string command, WalletId walletId, string code);
}
