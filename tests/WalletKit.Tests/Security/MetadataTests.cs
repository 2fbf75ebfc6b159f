using System.Diagnostics;
using System.Globalization;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Security;

public sealed class MetadataTests
{
    [Fact]
    public void A_key_given_twice_is_named_by_its_beginning_alone()
    {
        foreach (var text in HostileTexts.Kept.Values.Concat(HostileTexts.Refused.Values))
        {
            HostileTexts.AssertHarmless(Assert.Throws<ArgumentException>(() => TransactionMetadata.From([new(text, "a"), new(text, "b")])).Message);
        }
    }

    [Fact]
    public void Many_pairs_in_falling_order_are_no_slower_than_others()
    {
        // If the time grew with the square of their number, it would be half a minute.
        var pairs = Enumerable.Range(0, 500_000).Select(i => KeyValuePair.Create((900_000 - i).ToString("D6", CultureInfo.InvariantCulture), ""));
        var started = Stopwatch.GetTimestamp();

        Assert.Equal(500_000, TransactionMetadata.From(pairs).Count);

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), Stopwatch.GetElapsedTime(started).ToString());
    }
}
