using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WalletKit.Commands;
using WalletKit.Execution;
using WalletKit.Rules;

namespace WalletKit.Stores;

/// <summary>Runs a batch through the rules, on top of staged changes. Every store uses it, so that no rule is written twice.</summary>
public static class BatchExecution
{
    /// <summary>Stages the changes of the batch; a refused batch stages nothing.</summary>
    /// <param name="batch">The commands.</param>
    /// <param name="staged">The staged changes of the same transaction. The batch sees them, and adds its own.</param>
    /// <param name="now">The clock, one time for all batches of a transaction. A recorded time is never before an earlier time of the same wallet.</param>
    /// <returns>The result to return to the caller, once the staged changes have been committed.</returns>
    /// <exception cref="ArgumentException">Another batch of the transaction was given another time.</exception>
    public static BatchResult Execute(CommandBatch batch, StagedChanges staged, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(staged);
        staged.Begin(now);
        if (!batch.IsPlain)
        {
            return ExecuteAll(batch, staged, now);
        }

        var decision = Decide(batch[0], staged, now);
        if (decision.Changes is { } changes)
        {
            staged.Add(changes);
        }

        return ResultOf(decision);
    }

    /// <summary>The result of a batch with one command.</summary>
    internal static BatchResult ResultOf(Decision decision) =>
        decision.Result.Refusal is { } refusal ? BatchResult.Refused(0, refusal) : BatchResult.Committed(decision.Result);

    /// <summary>Decides one command on top of the state in <paramref name="states"/>. Malformed input never reaches a query.</summary>
    internal static Decision Decide(WalletCommand command, StateSource states, DateTimeOffset now) =>
        command.CheckForm() is { } malformed
            ? Decision.Refuse(malformed)
            : DecideWellFormed(command, states, now);

    private static Decision DecideWellFormed(WalletCommand command, StateSource states, DateTimeOffset now) =>
        WalletRules.DecideWellFormed(command, CommandLoading.Load(command, states, now), now);

    private static BatchResult ExecuteAll(CommandBatch batch, StagedChanges staged, DateTimeOffset now)
    {
        if ((FormRefusal(batch) ?? Answer(batch, staged)) is { } answer)
        {
            return answer;
        }

        foreach (var (walletId, expected) in batch.ExpectedVersions)
        {
            var actual = staged.FindWallet(walletId)?.Version ?? 0;
            if (actual != expected)
            {
                return BatchResult.Refused(new ConcurrencyConflictException(walletId, expected, actual));
            }
        }

        var mark = staged.Mark;
        var results = new CommandResult[batch.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var decision = DecideWellFormed(batch[i], staged, now);
            if (decision.Result.Refusal is { } refusal)
            {
                staged.RollBackTo(mark);
                return BatchResult.Refused(i, refusal);
            }

            if (decision.Changes is { } changes)
            {
                staged.Add(changes);
            }

            results[i] = decision.Result;
        }

        if (batch.IdempotencyKey is { } key)
        {
            var secret = staged.FindSecrets(batch[0].WalletId)!.Keys;
            var content = secret.Hash(ContentHash.Of(batch, results));
            staged.Add(new Changes
            {
                Recorded = new RecordedCommand(batch[0].WalletId, KeyHash.Of(key, secret).Kept, content, [.. results.Select(result => result.ToRecorded())], Time.Truncate(now)),
            });
        }

        return BatchResult.Committed(ImmutableCollectionsMarshal.AsImmutableArray(results));
    }

    // Malformed input in any of the commands is refused before anything is read.
    private static BatchResult? FormRefusal(CommandBatch batch)
    {
        if (FormRules.CheckKey(batch.IdempotencyKey) is { } malformed)
        {
            return BatchResult.Refused(malformed);
        }

        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].CheckForm() is { } refusal)
            {
                return BatchResult.Refused(i, refusal);
            }
        }

        return batch.IdempotencyKey is { } key && KeyRefusal(batch, key) is { } misplaced ? BatchResult.Refused(misplaced) : null;
    }

    private static InvalidInputException? KeyRefusal(CommandBatch batch, string key)
    {
        // The wallet with which the key would be kept may exist under another id.
        if (batch[0] is OpenWallet)
        {
            return new InvalidInputException("idempotencyKey", key, "is kept with the wallet of the first command, which must not be an opening");
        }

        for (var i = 0; i < batch.Count; i++)
        {
            // No key can stand for a rebate command, because the command has no content of its own to compare.
            if (batch[i] is RebateCommand)
            {
                return new InvalidInputException("idempotencyKey", key, $"cannot cover the command at {i}: the state of a rebate makes it safe to repeat already");
            }

            // One key cannot stand for both the command and the batch.
            if (batch[i] is KeyedCommand { IdempotencyKey: { } own } && own == key && batch[i].WalletId == batch[0].WalletId)
            {
                return new InvalidInputException("idempotencyKey", key, $"is that of the command at {i} as well, in the same wallet");
            }
        }

        return null;
    }

    // The answer that the batch's own key gives.
    private static BatchResult? Answer(CommandBatch batch, StagedChanges staged) =>
        batch.IdempotencyKey is not { } key
        || staged.FindSecrets(batch[0].WalletId)?.Keys is not { } secret
        || staged.FindRecorded(batch[0].WalletId, KeyHash.Of(key, secret)) is not { } recorded ? null
        : recorded.Content == secret.Hash(ContentHash.Of(batch, recorded.Results.AsSpan())) ? BatchResult.Committed([.. recorded.Results.Select(result => result.ToReplayed())])
        : BatchResult.Refused(recorded.ToConflict());
}
