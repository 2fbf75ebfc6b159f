using WalletKit.Testing.Model;

namespace WalletKit.Testing.Tests.Model;

public class ModelDifferenceTests
{
    [Fact]
    public async Task A_fault_is_shown_in_the_few_steps_that_it_takes()
    {
        var difference = await FindAsync(command => command is CaptureHold { KeepOpen: true } capture ? capture with { KeepOpen = false } : command, 1);

        Assert.InRange(difference.Steps, 1, 4);
        Assert.Contains("keepOpen", difference.Message, StringComparison.Ordinal);
        Assert.Contains($"WALLETKIT_SEED={difference.Seed} ", difference.Message, StringComparison.Ordinal);
        Assert.Contains("expected:", difference.Message, StringComparison.Ordinal);
        Assert.Contains("actual:", difference.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seed_that_is_told_shows_the_fault_in_its_first_sequence()
    {
        static WalletCommand Forget(WalletCommand command) => command is Reverse { AllowOverdraft: true } reverse ? reverse with { AllowOverdraft = false } : command;
        var difference = await FindAsync(Forget, 1);

        var again = await Assert.ThrowsAsync<ModelDifferenceException>(
            () => ModelRunner.RunAsync(() => new BrokenSubject(Forget), new ModelOptions { Seed = difference.Seed, Sequences = 1 }, null, Token));

        Assert.Equal(difference.Message, again.Message);
    }

    [Fact]
    public async Task A_key_that_is_forgotten_is_found() =>
        Assert.InRange((await FindAsync(command => command is Deposit { IdempotencyKey: not null } deposit ? deposit with { IdempotencyKey = null } : command, 1)).Steps, 2, 4);

    private static Task<ModelDifferenceException> FindAsync(Func<WalletCommand, WalletCommand> fault, int seed) => Assert.ThrowsAsync<ModelDifferenceException>(
        () => ModelRunner.RunAsync(() => new BrokenSubject(fault), new ModelOptions { Seed = seed, Stores = 1 }, null, Token));
}
