using System.Globalization;
using System.Text.RegularExpressions;

namespace WalletKit.Samples.Tests;

/// <summary>The results of a run of the sample.</summary>
internal sealed record SampleResult(int ExitCode, IReadOnlyList<string> Lines, string Errors)
{
    public string Output => string.Join('\n', Lines);

    public void AssertBooksBalance()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Errors}");
        Assert.Equal("books balance: yes", Lines[^1]);
        Assert.Empty(Errors);
    }

    /// <summary>The number, with or without thousands separators, that a pattern's first group finds.</summary>
    public long NumberIn(string pattern)
    {
        var match = Regex.Match(Output, pattern);
        Assert.True(match.Success, $"'{pattern}' is not in the output:\n{Output}");
        return long.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
