using System.Globalization;
using System.Reflection;
using WalletKit.Testing.Conformance.Checks;

namespace WalletKit.Testing.Conformance;

/// <summary>The names of classes and methods in words.</summary>
internal static class Wording
{
    private const string Suffix = "Checks";

    /// <summary><c>HoldExpiryChecks</c> is "Hold expiry".</summary>
    public static string OfPart(Type part)
    {
        var name = part.Name.EndsWith(Suffix, StringComparison.Ordinal) ? part.Name[..^Suffix.Length] : part.Name;
        return string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
    }

    /// <summary><c>Money_is_kept</c> with 2 for its <c>count</c> is "Money is kept (count: 2)".</summary>
    public static string OfPromise(MethodInfo method, object?[] arguments)
    {
        var sentence = method.Name.Replace('_', ' ');
        var named = method.GetParameters().Zip(arguments, (parameter, argument) => $"{parameter.Name}: {OfArgument(argument)}");
        return arguments.Length == 0 ? sentence : $"{sentence} ({string.Join(", ", named)})";
    }

    private static string OfArgument(object? argument) => argument switch
    {
        null => "none",
        true => "yes",
        false => "no",
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture)!,
    };
}
