using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Service;

// Batches.
internal partial class WalletOperations
{
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
            prepared[i] = HostCommands.By(options?.Actor, prepared[i]);
        }

        // As with the key, it is the batch that is refused, and none of its commands.
        if (FormRules.CheckActor(options?.Actor) is { } malformed)
        {
            return BatchResult.Refused(malformed);
        }

        return await pipeline.CommitAsync(new CommandBatch([.. prepared]) { IdempotencyKey = options?.IdempotencyKey, Participant = options?.Participant }, route, cancellationToken).ConfigureAwait(false);
    }

    // A default immutable array throws when its count is asked for.
    private protected static int CountOf<T>(IReadOnlyCollection<T> values) => values is ImmutableArray<T> { IsDefault: true } ? 0 : values.Count;
}
