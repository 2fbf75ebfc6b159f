using System.Diagnostics.Metrics;

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

    public void Executed(WalletCommand command, BatchResult result)
    {
        if (_commands.Enabled)
        {
            var outcome = result.Refusal?.Code ?? (result.First.Replayed ? "replayed" : "committed");
            _commands.Add(1, new("command", Name(command)), new("outcome", outcome));
        }
    }

    public void Executed(IReadOnlyList<WalletCommand> commands, BatchResult result)
    {
        if (!_commands.Enabled)
        {
            return;
        }

        // A refused batch counts once, for the command that refused it, because the others were neither done nor refused.
        if (result.Refusal is { } refusal)
        {
            _commands.Add(1, new("command", Name(commands[Math.Max(0, result.RefusedIndex)])), new("outcome", refusal.Code));
            return;
        }

        for (var i = 0; i < commands.Count; i++)
        {
            _commands.Add(1, new("command", Name(commands[i])), new("outcome", result.Results[i].Replayed ? "replayed" : "committed"));
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

    private static string Name(WalletCommand command) => command.Kind.Replace(' ', '_');

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
