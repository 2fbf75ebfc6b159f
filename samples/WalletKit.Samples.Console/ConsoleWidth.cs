using System.Globalization;
using Spectre.Console;

namespace WalletKit.Samples;

/// <summary>How wide the lines are.</summary>
internal static class ConsoleWidth
{
    // Dates and amounts need as much; a terminal that has less breaks the lines by itself.
    private const int Least = 60;

    private const int OfTables = 80;

    private const int OfFile = 200;

    /// <summary>Takes the width of the terminal. A file has no edge, unless COLUMNS says where, and no colors, though some build servers claim them.</summary>
    public static void Set(IAnsiConsole console)
    {
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) ? columns : OfFile;
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        console.Profile.Width = Math.Max(console.Profile.Width, Least);
    }

    /// <summary>Whether tables must do without borders.</summary>
    public static bool IsNarrow(this IAnsiConsole console) => console.Profile.Width < OfTables;

    /// <summary>Writes a line that is never broken, as a path in it is copied.</summary>
    public static void WriteWhole(this IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);
}
