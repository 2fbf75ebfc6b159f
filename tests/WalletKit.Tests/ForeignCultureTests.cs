using System.Globalization;

namespace WalletKit.Tests;

/// <summary>The tests of this assembly run under a foreign culture, so they find texts that depend on the culture.</summary>
public sealed class ForeignCultureTests
{
    [Fact]
    public async Task Numbers_and_times_are_foreign_on_every_thread()
    {
        // A run under a culture of the machine shows the texts of that culture.
        Assert.SkipUnless(CultureInfo.CurrentCulture.Name.Length == 0, "The run was given a culture of the machine.");
        var shown = "";
        var thread = new Thread(() => shown = Show());
        thread.Start();
        thread.Join();

        Assert.All([Show(), await Task.Run(Show, Token), shown], text => Assert.Equal("\u200E\u22121,5; 2569-01-31 13.02.03", text));
    }

    private static string Show() => $"{-1.5m}; {new DateTime(2026, 1, 31, 13, 2, 3, DateTimeKind.Utc):yyyy-MM-dd HH:mm:ss}";
}
