using CsCheck;

namespace WalletKit.Tests.Rules;

/// <summary>The properties that hold after every command of any sequence, over two wallets.</summary>
public sealed class RulesPropertyTests
{
    // Small amounts reach the bottom of the range, and huge amounts the top.
    private static readonly Gen<long> Amount = Gen.Frequency((16, Gen.Long[1, 1_000]), (1, Gen.Long[1, long.MaxValue]), (1, Gen.Const(long.MaxValue)));

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Int[0, 23],
        Amount,
        Gen.Int[-9, 5],
        Gen.Int[0, 59],
        Gen.Bool,
        Gen.Long[-5_000_000_000, 10_000_000_000],
        (kind, amount, key, pick, flag, ticks) => new Step(kind, amount, key < 0 ? null : $"key{key}", pick, flag, TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("USD")]
    [InlineData("JPY")]
    public void A_history_of_any_commands_over_two_wallets_balances(string otherCurrency) =>
        AnyStep.Array[1, 80].Sample(steps =>
        {
            var books = new RuleBooks(Currency.FromIso(otherCurrency));
            foreach (var step in steps)
            {
                books.Run(step);
                books.AssertBalanced();
            }
        }, iter: 1_000);
}
