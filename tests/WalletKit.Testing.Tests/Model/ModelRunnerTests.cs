using System.Diagnostics;
using WalletKit.Testing.Model;

namespace WalletKit.Testing.Tests.Model;

/// <summary>The sequences over the stores of the package. A printed seed, put into WALLETKIT_SEED, gives the same sequences again.</summary>
public class ModelRunnerTests
{
    // What sequences cannot reach: currencies are known when a command is made, sections are the service's.
    private static readonly string[] Reachable =
    [
        "already_reversed", "balance_out_of_range", "concurrency_conflict", "credit_limit_in_use", "currency_mismatch", "hold_captured", "hold_exceeded",
        "hold_expired", "hold_not_found", "hold_voided", "idempotency_conflict", "insufficient_funds", "invalid_amount", "invalid_input", "not_reversible",
        "rebate_not_found", "rebate_state", "transaction_not_found", "wallet_closed", "wallet_frozen", "wallet_not_empty", "wallet_not_found", "wallet_not_frozen",
    ];

    private static readonly string[] Commands =
    [
        "Capture", "Close", "Deposit", "Expire", "FailRebate", "Freeze", "Hold", "Open", "PayRebate", "RequeueRebate", "Reverse", "SetLimit", "Transfer", "Unfreeze",
        "Void", "Withdraw",
    ];

    [Fact]
    public Task The_in_memory_store_does_what_the_model_says() => RunAsync(() => new InMemorySubject());

    [Fact]
    public Task The_SQLite_store_does_what_the_model_says() => RunAsync(() => new SqliteSubject());

    [Fact]
    public Task Two_SQLite_stores_on_one_file_do_what_the_model_says() => RunAsync(() => new TwoStoresSubject());

    [Fact]
    public async Task A_seed_gives_the_same_sequences_again()
    {
        var options = new ModelOptions { Seed = 7, Sequences = 20 };

        var first = await ModelRunner.RunAsync(() => new InMemorySubject(), options, null, TestContext.Current.CancellationToken);
        var again = await ModelRunner.RunAsync(() => new InMemorySubject(), options with { SequencesPerStore = 1 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(first.ToString(), again.ToString());
    }

    private static async Task RunAsync(Func<WalletStoreSubject> create)
    {
        var options = ModelOptions.FromEnvironment();
        var output = TestContext.Current.TestOutputHelper!;
        var began = Stopwatch.GetTimestamp();

        var report = await ModelRunner.RunAsync(create, options, output.WriteLine, TestContext.Current.CancellationToken);

        output.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} seconds");
        if (options.Sequences >= new ModelOptions().Sequences)
        {
            Assert.Equal(Reachable, report.Refusals.Keys);
            Assert.All(Commands, command => Assert.True(report.Commands[command] is { Done: > 0, Refused: > 0 }, command));
        }
    }
}
