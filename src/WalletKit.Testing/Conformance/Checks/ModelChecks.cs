using WalletKit.Testing.Model;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ModelChecks : StoreChecks
{
    [Check]
    public Task Random_sequences_of_all_commands_come_to_what_a_plain_model_says() =>
        ModelRunner.RunAsync(NewSubject, ModelOptions.FromEnvironment(ModelSequences) with { Seed = Seed }, Log, Token);
}
