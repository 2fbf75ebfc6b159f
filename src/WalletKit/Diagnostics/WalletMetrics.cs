using System.Diagnostics.Metrics;
using WalletKit.Stores;

namespace WalletKit.Diagnostics;

/// <summary>
/// Counters for a host's telemetry. Each tag has few values: never a wallet, an amount or a key.
/// </summary>
internal sealed class WalletMetrics : IDisposable
{
    private readonly Meter _meter = new(WalletKitMeter.Name);
    private readonly Counter<long> _commands;
    private readonly Counter<long> _rebates;

    public WalletMetrics()
    {
        _commands = _meter.CreateCounter<long>(WalletKitMeter.Commands, "{command}", "Commands, by kind and outcome.");
        _rebates = _meter.CreateCounter<long>(WalletKitMeter.Rebates, "{attempt}", "Attempts to settle a rebate, by outcome.");
    }

    public void Executed(CommandBatch batch, BatchResult result)
    {
        if (!_commands.Enabled)
        {
            return;
        }

        // A refused batch counts once, for the command that was refused, because the others were neither done nor refused.
        if (result.Refusal is { } refusal)
        {
            Count(batch[Math.Max(0, result.RefusedIndex)], refusal.Code);
            return;
        }

        if (batch.Count == 1)
        {
            Count(batch[0], OutcomeOf(result.First));
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            Count(batch[i], OutcomeOf(result.Results[i]));
        }
    }

    public void Settled(RebateOutcome outcome)
    {
        if (_rebates.Enabled)
        {
            _rebates.Add(1, new KeyValuePair<string, object?>("outcome", Name(outcome)));
        }
    }

    public void Dispose() => _meter.Dispose();

    private static string OutcomeOf(CommandResult result) => result.Replayed ? "replayed" : "committed";

    private void Count(WalletCommand command, string outcome) =>
        _commands.Add(1, new("command", command.Kind.Replace(' ', '_')), new("outcome", outcome));

    private static string Name(RebateOutcome outcome) => outcome switch
    {
        RebateOutcome.Paid => "paid",
        RebateOutcome.NothingDue => "nothing_due",
        RebateOutcome.Cancelled => "cancelled",
        RebateOutcome.Failed => "failed",
        RebateOutcome.Dead => "dead",
        _ => "settled_elsewhere",
    };
}
