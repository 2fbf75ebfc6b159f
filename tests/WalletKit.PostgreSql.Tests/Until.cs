using System.Diagnostics;

namespace WalletKit.PostgreSql.Tests;

/// <summary>Waits for a state of the server by asking again and again, because a server sends no signal of its sessions, locks and settings.</summary>
internal static class Until
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Guard, $"It did not come to this: {what}.");
            await Task.Delay(BetweenLooks, Token);
        }
    }
}
