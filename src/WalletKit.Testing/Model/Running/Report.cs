using System.Globalization;
using System.Text;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model.Running;

/// <summary>A failed sequence for people to read.</summary>
internal static class Report
{
    public static string Of(Scene scene, IReadOnlyList<Step> steps, Difference difference, string note)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"The store and the model differ. Run this sequence again with WALLETKIT_SEED={scene.Seed} WALLETKIT_SEQUENCES=1. {note}");
        for (var i = 0; i < steps.Count; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {i + 1}. {steps[i]}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"at: {difference.What}");
        var expected = difference.Expected.Split('\n');
        var actual = difference.Actual.Split('\n');
        for (var i = 0; i < Math.Max(expected.Length, actual.Length); i++)
        {
            Add(text, expected.ElementAtOrDefault(i), actual.ElementAtOrDefault(i));
        }

        return scene.Named(text.ToString());
    }

    private static void Add(StringBuilder text, string? expected, string? actual)
    {
        if (expected == actual)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"            {expected}");
            return;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  expected: {expected ?? "(nothing)"}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  actual:   {actual ?? "(nothing)"}");
    }
}
