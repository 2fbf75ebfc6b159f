using System.Diagnostics;

namespace WalletKit.Tests.Rules;

/// <summary>Runs the programs that calculate hashes by the document, in another language than the library's.</summary>
internal static class Python
{
    /// <summary>Verifies a file of journal entries.</summary>
    public static Task<(int ExitCode, string Output)> VerifyChainAsync(string file, CancellationToken cancellationToken) =>
        RunAsync(Path.Combine("Rules", "Vectors", "chain.py"), file, cancellationToken);

    /// <summary>Verifies a file of trees and their proofs.</summary>
    public static Task<(int ExitCode, string Output)> VerifyProofsAsync(string file, CancellationToken cancellationToken) =>
        RunAsync(Path.Combine("Digests", "Vectors", "proofs.py"), file, cancellationToken);

    // The test is skipped on a machine that has no python3.
    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
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
