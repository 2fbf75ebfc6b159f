using System.Globalization;
using Spectre.Console;

namespace WalletKit.Samples;

/// <summary>The width of the lines.</summary>
internal static class ConsoleWidth
{
    // Dates and amounts need this much; a narrower terminal breaks the lines by itself.
    private const int Least = 60;

    private const int OfTables = 80;

    private const int OfFile = 200;

    /// <summary>Takes the width of the terminal. A file has no edge unless COLUMNS sets one, and no colors, although some build servers claim them.</summary>
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

    /// <summary>Whether tables must have no borders.</summary>
    public static bool IsNarrow(this IAnsiConsole console) => console.Profile.Width < OfTables;

    /// <summary>Writes a line that is never broken, because a reader copies the path in it.</summary>
    public static void WriteWhole(this IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);
}
