using WalletKit.Rules;
using WalletKit.Testing.Model;
using WalletKit.Testing.Tests.Stores;

namespace WalletKit.Testing.Tests.Model;

/// <summary>The runner itself; with WalletKit's own stores it runs as a part of the suite.</summary>
public class ModelRunnerTests
{
    // Sequences cannot reach the other refusals: currencies are known when a command is made, and sections belong to the service.
    private static readonly string[] Reachable =
    [
        "already_reversed", "balance_out_of_range", "concurrency_conflict", "credit_limit_in_use", "currency_mismatch", "hold_captured", "hold_exceeded",
        "hold_expired", "hold_not_found", "hold_voided", "idempotency_conflict", "insufficient_funds", "invalid_amount", "invalid_input", "not_reversible",
        "rebate_not_found", "rebate_state", "too_many_open_holds", "transaction_not_found", "transfer_not_allowed", "wallet_already_erased",
        "wallet_already_frozen", "wallet_closed", "wallet_frozen", "wallet_not_closed", "wallet_not_empty", "wallet_not_found", "wallet_not_frozen", "wallet_time_not_ahead",
    ];

    private static readonly string[] Commands =
    [
        "Capture", "Close", "CorrectTime", "Deposit", "Erase", "Expire", "FailRebate", "Freeze", "Hold", "Open", "PayRebate", "RequeueRebate", "Reverse", "SetLimit", "Transfer", "Unfreeze",
        "Void", "Withdraw",
    ];

    [Fact]
    public async Task Every_command_is_done_and_refused_and_every_refusal_is_met()
    {
        // A run that was shortened to look at one seed proves nothing here.
        var options = ModelOptions.FromEnvironment() with { Sequences = new ModelOptions().Sequences };

        var report = await ModelRunner.RunAsync(() => new InMemorySubject(), options, WriteLine, Token);

        Assert.Equal(Reachable, report.Refusals.Keys);
        Assert.All(Commands, command => Assert.True(report.Commands[command] is { Done: > 0, Refused: > 0 }, command));
    }

    [Fact]
    public async Task A_seed_gives_the_same_sequences_again()
    {
        var options = new ModelOptions { Seed = 7, Sequences = 20 };

        var first = await ModelRunner.RunAsync(() => new InMemorySubject(), options, null, Token);
        var again = await ModelRunner.RunAsync(() => new InMemorySubject(), options with { SequencesPerStore = 1 }, null, Token);

        Assert.Equal(first.ToString(), again.ToString());
    }
}
