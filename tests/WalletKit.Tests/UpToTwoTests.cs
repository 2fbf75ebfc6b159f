namespace WalletKit.Tests;

public sealed class UpToTwoTests
{
    [Fact]
    public void A_collection_holds_none_one_or_two_elements_in_order()
    {
        AssertHolds([], []);
        AssertHolds(["a"], ["a"]);
        AssertHolds(["a", "b"], ["a", "b"]);
        AssertHolds([], default);
    }

    [Fact]
    public void Three_are_too_many() =>
        Assert.Throws<ArgumentException>("elements", () => UpToTwo.Create<string>(["a", "b", "c"]));

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    public void An_index_past_the_end_is_an_error_of_the_caller(int index)
    {
        UpToTwo<string> one = ["a"];

        Assert.Throws<ArgumentOutOfRangeException>(nameof(index), () => one[index]);
    }

    [Fact]
    public void Two_are_equal_where_their_elements_are_in_the_same_order()
    {
        UpToTwo<string>[] all = [default, ["a"], ["b"], ["a", "b"], ["b", "a"]];
        UpToTwo<string>[] copies = [[], [Copy("a")], [Copy("b")], [Copy("a"), Copy("b")], [Copy("b"), Copy("a")]];

        for (var i = 0; i < all.Length; i++)
        {
            for (var j = 0; j < all.Length; j++)
            {
                Assert.Equal(i == j, all[i] == copies[j]);
                Assert.Equal(i != j, all[i] != copies[j]);
                Assert.Equal(i == j, all[i].Equals((object)copies[j]));
            }

            Assert.Equal(all[i].GetHashCode(), copies[i].GetHashCode());
        }

        Assert.False(all[0].Equals(null));
    }

    [Fact]
    public void The_text_of_a_collection_shows_its_elements()
    {
        UpToTwo<string> two = ["a", "b"];

        Assert.Equal("[a, b]", two.ToString());
        Assert.Equal("[]", default(UpToTwo<string>).ToString());
    }

    private static void AssertHolds(string[] expected, UpToTwo<string> actual)
    {
        var enumerated = new List<string>();
        foreach (var element in actual)
        {
            enumerated.Add(element);
        }

        Assert.Equal(expected, enumerated);
        Assert.Equal(expected, actual.Select(element => element));
        Assert.Equal(expected, Enumerable.Range(0, actual.Count).Select(i => actual[i]));
        Assert.Equal((expected.ElementAtOrDefault(0), expected.ElementAtOrDefault(1)), (actual.First, actual.Second));
    }

    private static string Copy(string text) => new(text.ToCharArray());
}
