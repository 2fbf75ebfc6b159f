using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

public sealed class TextTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("abcde")]
    [InlineData("äöü")]
    [InlineData("a\U0001F600b")]
    [InlineData("\U0001F600\U0001F600")]
    [InlineData("\t\r\n\u0001")]
    [InlineData("'; --")]
    public void Well_formed_text_within_its_bounds_is_taken(string value) => Assert.Null(Text.Check("field", value, 1, 5));

    [Fact]
    public void Empty_text_is_taken_where_it_may_be_empty() => Assert.Null(Text.Check("field", "", 0, 5));

    [Theory]
    [InlineData(null, "field")]
    [InlineData("", "field ''")]
    [InlineData("abcdef", "field 'abcdef'")]
    public void Text_of_a_wrong_length_is_refused_with_the_bounds(string? value, string shown)
    {
        var refusal = Text.Check("field", value, 1, 5);

        Assert.NotNull(refusal);
        Assert.Equal("field", refusal.Field);
        Assert.Equal($"{shown} must have 1 to 5 characters.", refusal.Message);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("ab\0c")]
    [InlineData("abc\0")]
    public void The_character_that_ends_a_text_in_databases_is_refused(string value) =>
        Assert.Contains("U+0000", Text.Check("field", value, 1, 5)?.Message, StringComparison.Ordinal);

    // The texts are not data of a theory, because attributes are kept as UTF-8, which cannot hold half a surrogate pair.
    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.All(
            ["\uD83D", "\uDE00", "a\uD83D", "\uDE00b", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uD83D\uDE00\uDE00"],
            value => Assert.Contains("half of a surrogate pair", Text.Check("field", value, 1, 5)?.Message, StringComparison.Ordinal));

    [Fact]
    public void A_long_text_is_shown_by_its_beginning_and_its_length()
    {
        var refusal = Text.Check("field", new string('x', 1_000_000), 1, 5);

        Assert.Equal($"field '{new string('x', 64)}…' (1000000 characters) must have 1 to 5 characters.", refusal?.Message);
    }

    [Fact]
    public void A_message_shows_no_character_that_does_harm_in_a_log() =>
        Assert.All(
            ["two\nlines of text", "half \uD83D of a pair", "turned \u202E around", "\u001B[31m colored"],
            value =>
            {
                var message = Text.Check("field", value, 1, 5)!.Message;

                Assert.Contains('\uFFFD', message);
                Assert.DoesNotContain(message, c => char.IsControl(c) || char.IsSurrogate(c) || c == '\u202E');
            });
}
