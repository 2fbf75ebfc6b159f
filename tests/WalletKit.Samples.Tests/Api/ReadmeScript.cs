using System.Diagnostics;
using System.Text.RegularExpressions;

namespace WalletKit.Samples.Tests.Api;

/// <summary>The shell blocks of the API sample's README, each with the output that the README shows after it.</summary>
internal sealed partial class ReadmeScript
{
    private const string Mark = "--- end of a block ---";

    // The whole script takes far less time.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(3);

    private ReadmeScript(IReadOnlyList<(string Commands, string Shown)> blocks) => Blocks = blocks;

    public IReadOnlyList<(string Commands, string Shown)> Blocks { get; }

    public static ReadmeScript Read()
    {
        var readme = File.ReadAllText(Repository.PathOf("samples", "WalletKit.Samples.Api", "README.md")).ReplaceLineEndings("\n");
        return new ReadmeScript([.. Block().Matches(readme).Select(match => (match.Groups["commands"].Value, match.Groups["shown"].Value))]);
    }

    /// <summary>Runs the blocks in one shell, which ends at the first command that fails.</summary>
    /// <returns>The exit code, the output of each block, and the errors.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> Printed, string Errors)> RunAsync(string address)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["API"] = address;

        // A shell warns of a culture that the machine does not have.
        start.Environment["LC_ALL"] = "C";
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "*";
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(Guard);
        using var bash = Process.Start(start)!;
        try
        {
            var output = bash.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = bash.StandardError.ReadToEndAsync(timeout.Token);

            // Answers end without a line break; the mark nevertheless begins a line of its own.
            await bash.StandardInput.WriteAsync(string.Concat(Blocks.Select(block => $"{block.Commands}\nprintf '\\n%s\\n' '{Mark}'\n")));
            bash.StandardInput.Close();
            await bash.WaitForExitAsync(timeout.Token);
            return (bash.ExitCode, [.. (await output).Split($"\n{Mark}\n")[..^1]], await errors);
        }
        finally
        {
            if (!bash.HasExited)
            {
                bash.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Fails if the output differs from the shown text; <c>…</c> stands for any text, and line breaks do not count.</summary>
    public static void AssertShown(string shown, string printed)
    {
        var pattern = Regex.Escape(Joined(shown)).Replace("…", ".*?", StringComparison.Ordinal);
        Assert.True(Regex.IsMatch(Joined(printed), $"^{pattern}$"), $"The README shows\n{shown}\nand this was printed:\n{printed}");
    }

    private static string Joined(string text) => text.Replace("\n", "", StringComparison.Ordinal);

    [GeneratedRegex("```sh\n(?<commands>.*?)\n```\n(\n```json\n(?<shown>.*?)\n```)?", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
