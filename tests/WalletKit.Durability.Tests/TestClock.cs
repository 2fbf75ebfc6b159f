using Microsoft.Extensions.Time.Testing;

namespace WalletKit.Durability.Tests;

internal static class TestClock
{
    /// <summary>A clock that is a day ahead, so that every claim, and every wait before a retry, is over.</summary>
    public static FakeTimeProvider Tomorrow() => new(TimeProvider.System.GetUtcNow().AddDays(1));
}
