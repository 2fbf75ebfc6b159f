using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Service.Importing;
using WalletKit.Stores;

namespace WalletKit.Service;

// Imports and sections.
internal sealed partial class WalletService
{
    private const int MaxInFlight = 100_000;
    private const int MaxAttempts = 1_000;
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    public IAsyncEnumerable<ImportResult> ImportAsync(IAsyncEnumerable<WalletCommand> commands, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        options ??= new ImportOptions();
        if (options.MaxInFlight is < 1 or > MaxInFlight)
        {
            throw new InvalidInputException("maxInFlight", options.MaxInFlight, $"must be from 1 to {MaxInFlight}");
        }

        return new Importer(BareStore, Pipeline, command => AdmitAsync(command, options.EarnsRebates)).RunAsync(commands, options, cancellationToken);
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

        return FormRules.CheckActor(options.Actor) is { } malformed
            ? throw malformed
            : await sections.RunAsync(walletIds, decide, isLocked, options, cancellationToken).ConfigureAwait(false);
    }

    // This is called for each command of an import.
    private ValueTask<WalletCommand> AdmitAsync(WalletCommand command, bool earnsRebates)
    {
        HostCommands.ThrowIfOurs(command, "command");
        scope.ThrowIfInside();
        return preparation.PrepareAsync(command is Deposit deposit && !earnsRebates ? deposit with { EarnsRebate = false } : command);
    }
}
