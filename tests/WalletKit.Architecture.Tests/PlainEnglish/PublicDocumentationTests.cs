using System.Text.RegularExpressions;
using WalletKit.Commands;
using WalletKit.Digests;

namespace WalletKit.Architecture.Tests.PlainEnglish;

public partial class PublicDocumentationTests
{
    private const int MaxWords = 20;

    [Fact]
    public void First_sentences_are_short()
    {
        var faults = Documented().Where(member => member.FirstSentence!.Split(' ').Length > MaxWords).Select(Show).ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} members:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    [Fact]
    public void Members_begin_with_a_verb()
    {
        var faults = Documented().Where(member => member.IsAct && !Verb().IsMatch(member.FirstSentence!)).Select(Show).ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} members:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    [Theory]
    [InlineData("public class A { /// <summary>The sum.</summary>\npublic int B => 1; }", false)]
    [InlineData("public class A { /// <summary>Gets the sum.</summary>\npublic int B => 1; }", true)]
    [InlineData("public class A { /// <summary>Always right.</summary>\npublic int B => 1; }", false)]
    public void A_fault_is_found(string code, bool isVerb) =>
        Assert.Equal(isVerb, Verb().IsMatch(PublicMember.InText("A.cs", code).Single(member => member.IsAct).FirstSentence!));

    private static IEnumerable<PublicMember> Documented() => PublicMember.In("src").Where(member => member.FirstSentence is not null);

    private static string Show(PublicMember member) => $"{member.Place}: {member.Name}: {member.FirstSentence}";

    // The pattern finds a verb in the third person. It names the words that only look like such a verb.
    [GeneratedRegex(@"^(?!This|Always|Its|Is|Has|Was|Does|Amounts|Wallets|Rebates|Holds of|Holds that|Pairs|Batches|Others|Less|Perhaps|Unless|Numbers|Times|Units|Transactions|Findings)[A-Z][a-z]+s\b")]
    private static partial Regex Verb();
}
