using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WalletKit.TestSupport;

/// <summary>The programs that tests start as processes of their own.</summary>
public static class DotNet
{
    // .../bin/<configuration>/<framework>/
    private static readonly DirectoryInfo s_output = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The command of the SDK, like a person at a shell types it.</summary>
    public static string Command => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The program that runs assemblies on the runtime of this process.</summary>
    // The runtime is in shared/Microsoft.NETCore.App/<version> beside the program.
    public static string Host { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>The configuration in which the tests were built.</summary>
    public static string Configuration => s_output.Parent!.Name;

    /// <summary>The assembly of a project, built in the same configuration as the tests.</summary>
    /// <param name="folder">The project's folder in the repository. It has the project's name.</param>
    public static string AssemblyOf(string folder) =>
        Repository.PathOf(folder, "bin", Configuration, s_output.Name, $"{Path.GetFileName(folder)}.dll");

    /// <summary>Removes the settings that `dotnet test` passes to its children, because a command that a person types does not have them.</summary>
    public static void ForgetTheTestRun(ProcessStartInfo start)
    {
        string[] prefixes = ["MSBuild", "TESTINGPLATFORM_", "ASPNETCORE_", "DOTNET_ENVIRONMENT"];
        foreach (var name in start.Environment.Keys.Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }
    }
}
