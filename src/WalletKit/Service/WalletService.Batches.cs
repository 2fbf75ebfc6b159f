using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Service.Importing;
using WalletKit.Stores;

namespace WalletKit.Service;

// Calls with several commands: batches, imports, sections.
internal sealed partial class WalletService
{
    private const int MaxInFlight = 100_000;
    private const int MaxAttempts = 1_000;
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    public async Task<BatchResult> ExecuteAsync(IReadOnlyCollection<WalletCommand> commands, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        var count = CountOf(commands);
        if (count is < 1 or > HostCommands.MaxBatch)
        {
            throw new InvalidInputException("commands", count, $"must be 1 to {HostCommands.MaxBatch} commands");
        }

        WalletCommand[] prepared = [.. commands];
        for (var i = 0; i < prepared.Length; i++)
        {
            HostCommands.ThrowIfOurs(prepared[i], $"commands[{i}]");
        }

        await PrepareAsync(prepared).ConfigureAwait(false);
        sections.ThrowIfInside();
        var result = await CommitAllAsync(prepared, options?.IdempotencyKey, cancellationToken).ConfigureAwait(false);
        Record(prepared, result);
        return result;
    }

    public IAsyncEnumerable<ImportResult> ImportAsync(IAsyncEnumerable<WalletCommand> commands, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        options ??= new ImportOptions();
        if (options.MaxInFlight is < 1 or > MaxInFlight)
        {
            throw new InvalidInputException("maxInFlight", options.MaxInFlight, $"must be from 1 to {MaxInFlight}");
        }

        return new Importer(store, rates, command => AdmitAsync(command, options.EarnsRebates), (command, result) => Record([command], result)).RunAsync(commands, options, cancellationToken);
    }

    public Task<IReadOnlyList<CommandResult>> ExecuteLockedAsync(
        IReadOnlyCollection<WalletId> walletIds, Func<WalletSection, CancellationToken, Task> decide, SectionOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteSectionAsync(walletIds, decide, isLocked: true, options ?? new SectionOptions(), cancellationToken);

    public Task<IReadOnlyList<CommandResult>> ExecuteOptimisticAsync(
        IReadOnlyCollection<WalletId> walletIds, Func<WalletSection, CancellationToken, Task> decide, SectionOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteSectionAsync(walletIds, decide, isLocked: false, options ?? new SectionOptions(), cancellationToken);

    private async Task<IReadOnlyList<CommandResult>> ExecuteSectionAsync(
        IReadOnlyCollection<WalletId> walletIds, Func<WalletSection, CancellationToken, Task> decide, bool isLocked, SectionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(walletIds);
        ArgumentNullException.ThrowIfNull(decide);
        if (CountOf(walletIds) == 0)
        {
            throw new InvalidInputException("walletIds", 0, "must name at least one wallet");
        }

        if (options.MaxAttempts is < 1 or > MaxAttempts)
        {
            throw new InvalidInputException("maxAttempts", options.MaxAttempts, $"must be from 1 to {MaxAttempts}");
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > MaxTimeout)
        {
            throw new InvalidInputException("timeout", options.Timeout, $"must be more than zero and at most {MaxTimeout}");
        }

        return await sections.RunAsync(walletIds, decide, isLocked, CommitSectionAsync, options, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<BatchResult> CommitSectionAsync(CommandBatch batch, CancellationToken cancellationToken)
    {
        WalletCommand[] prepared = [.. batch];
        await PrepareAsync(prepared).ConfigureAwait(false);
        var result = await store.CommitAsync(new CommandBatch([.. prepared]) { ExpectedVersions = batch.ExpectedVersions }, cancellationToken).ConfigureAwait(false);
        Record(prepared, result);
        return result;
    }

    // A transfer that lacks a rate is found by its refusal, so that all other commands cost nothing.
    private async ValueTask<BatchResult> CommitAllAsync(WalletCommand[] commands, string? key, CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueTask<BatchResult> committing;
            using (await locks.AcquireAsync([.. commands.SelectMany(command => command.Wallets)], cancellationToken).ConfigureAwait(false))
            {
                committing = store.CommitAsync(new CommandBatch([.. commands]) { IdempotencyKey = key }, cancellationToken);
            }

            var result = await committing.ConfigureAwait(false);
            if (result is not { Refusal: { } refusal, RefusedIndex: >= 0 and var index }
                || await rates.QuoteAsync(commands[index], refusal, cancellationToken).ConfigureAwait(false) is not { } quoted)
            {
                return result;
            }

            commands[index] = quoted;
        }
    }

    // This is called for each command of an import.
    private ValueTask<WalletCommand> AdmitAsync(WalletCommand command, bool earnsRebates)
    {
        HostCommands.ThrowIfOurs(command, "command");
        sections.ThrowIfInside();
        return PrepareAsync(command is Deposit deposit && !earnsRebates ? deposit with { EarnsRebate = false } : command);
    }

    // A command that a host made carries neither the terms in force nor the limits: they are put into it here.
    private async ValueTask<WalletCommand> PrepareAsync(WalletCommand command) => command switch
    {
        Deposit deposit when deposit.CheckForm() is null => deposit with { RebateTerms = await rebateTerms.ForAsync(deposit).ConfigureAwait(false) },
        PlaceHold place => Limited(place),
        OpenWallet open => Limited(open),
        _ => command,
    };

    private OpenWallet Limited(OpenWallet open) => open with { MaxWallets = options.Value.MaxWalletsPerOwner };

    private async ValueTask PrepareAsync(WalletCommand[] commands)
    {
        for (var i = 0; i < commands.Length; i++)
        {
            commands[i] = await PrepareAsync(commands[i]).ConfigureAwait(false);
        }
    }

    // A default immutable array throws when its count is asked for.
    private static int CountOf<T>(IReadOnlyCollection<T> values) => values is ImmutableArray<T> { IsDefault: true } ? 0 : values.Count;

    private void Record(WalletCommand[] commands, BatchResult result)
    {
        metrics.Executed(commands, result);
        if (result.Results.Any(each => each.Rebate is not null))
        {
            rebateSignal.Set();
        }
    }
}
