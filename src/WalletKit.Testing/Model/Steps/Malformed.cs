using WalletKit.Rules;

namespace WalletKit.Testing.Model.Steps;

/// <summary>Breaks one rule about the form of a command, if its kind has such a rule.</summary>
internal static class Malformed
{
    public static Order Make(Random random, Order order) => order.Kind switch
    {
        OrderKind.Open => order with { Text = random.From("", new string('o', 201)) },
        OrderKind.Transfer when random.Percent(60) => random.From(
            order with { Other = order.Wallet },
            order with { Rate = 1, IsQuoted = false, Target = 1 },
            order with { Rate = 0, Target = null },
            order with { Target = 0, Rate = null }),
        OrderKind.Hold when random.Percent(50) => order with { In = random.From(TimeSpan.Zero, -TimeSpan.FromSeconds(1), TimeSpan.FromDays(3_661)) },
        OrderKind.PayRebate or OrderKind.SetLimit => order with { Amount = -1 },
        OrderKind.Void => order with { Key = random.From("", new string('k', 201)) },
        OrderKind.Freeze or OrderKind.Unfreeze or OrderKind.Close or OrderKind.CorrectTime or OrderKind.Erase => order with { Text = random.From("", new string('r', 501), "half \uD800") },
        OrderKind.Deposit or OrderKind.Withdraw or OrderKind.Capture when random.Percent(25) => order with { Account = random.From("", new string('a', 65), "Bank", "a b", "\u00E9") },
        _ => random.From(
            order with { Actor = random.From("", new string('p', 201), "half \uD800") },
            order with { Text = random.From("", new string('t', 201), "nul \0", "half \uDC00") },
            order with { Key = random.From("", new string('k', 201), "\uD800") },
            order with { Pairs = 17 },
            order with { Currency = "" }),
    };
}
