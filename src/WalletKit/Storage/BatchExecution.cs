using System.Runtime.InteropServices;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Storage;

/// <summary>Runs a batch through the rules, on top of what is staged already.</summary>
internal static class BatchExecution
{
    /// <summary>Stages what the batch changes; a refused batch stages nothing.</summary>
    public static BatchResult Execute(CommandBatch batch, StagedChanges staged, DateTimeOffset now)
    {
        if (batch is [var only])
        {
            var decision = Decide(only, staged, now);
            if (decision.Changes is { } changes)
            {
                staged.Add(changes);
            }

            return ResultOf(decision);
        }

        return ExecuteAll(batch, staged, now);
    }

    /// <summary>The result of a batch of one.</summary>
    public static BatchResult ResultOf(Decision decision) =>
        decision.Result.Refusal is { } refusal ? BatchResult.Refused(0, refusal) : BatchResult.Committed(decision.Result);

    private static BatchResult ExecuteAll(CommandBatch batch, StagedChanges staged, DateTimeOffset now)
    {
        var mark = staged.Mark;
        var results = new CommandResult[batch.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var decision = Decide(batch[i], staged, now);
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

        return BatchResult.Committed(ImmutableCollectionsMarshal.AsImmutableArray(results));
    }

    /// <summary>Decides one command on top of what <paramref name="states"/> holds. Malformed input never reaches a query.</summary>
    public static Decision Decide(WalletCommand command, IStateSource states, DateTimeOffset now) =>
        WalletRules.CheckForm(command) is { } malformed
            ? Decision.Refuse(malformed)
            : WalletRules.Decide(command, Load(command, states), now);

    private static CommandState Load(WalletCommand command, IStateSource states) => command switch
    {
        OpenWallet open => new CommandState(states.FindWallet(open.OwnerId, open.Name) ?? states.FindWallet(open.WalletId)),
        KeyedCommand { IdempotencyKey: { } key } => Load(command.WalletId, key, states),
        RebateCommand rebate => new CommandState(states.FindWallet(rebate.WalletId), Rebate: states.FindRebate(rebate.Deposit)),
        _ => new CommandState(states.FindWallet(command.WalletId)),
    };

    // A key that was used before answers the command alone.
    private static CommandState Load(WalletId walletId, string key, IStateSource states) =>
        states.FindRecorded(walletId, key) is { } recorded
            ? new CommandState(null, recorded)
            : new CommandState(states.FindWallet(walletId));
}
