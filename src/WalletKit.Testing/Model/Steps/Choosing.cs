namespace WalletKit.Testing.Model.Steps;

/// <summary>Random choices in percent, by weight, or from a few.</summary>
internal static class Choosing
{
    public static bool Percent(this Random random, int percent) => random.Next(100) < percent;

    public static T From<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    /// <summary>Returns one of the choices; a choice with more weight is more likely.</summary>
    public static T Weighted<T>(this Random random, params ReadOnlySpan<(int Weight, T Choice)> choices)
    {
        var total = 0;
        foreach (var (weight, _) in choices)
        {
            total += weight;
        }

        var place = random.Next(total);
        foreach (var (weight, choice) in choices)
        {
            place -= weight;
            if (place < 0)
            {
                return choice;
            }
        }

        return choices[^1].Choice;
    }
}
