using System.Diagnostics;

namespace WalletKit.Tests.Rules;

/// <summary>Runs the program that calculates hashes by the document, in another language than the library's.</summary>
internal static class Python
{
    /// <summary>Runs the program on a file, and returns its exit code and its output. The test is skipped on a machine that has no python3.</summary>
    public static async Task<(int ExitCode, string Output)> VerifyChainAsync(string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Rules", "Vectors", "chain.py"));
        start.ArgumentList.Add(file);
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no python3 on this machine.");
        }

        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output + await errors);
        }
    }
}
