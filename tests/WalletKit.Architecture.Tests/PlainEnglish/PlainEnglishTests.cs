using WalletKit.Rules;

namespace WalletKit.Architecture.Tests.PlainEnglish;

public class PlainEnglishTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("samples")]
    [InlineData("benchmarks")]
    public void Comments_are_plain_English(string folder) => AssertPlain(Comments.In(folder));

    [Theory]
    [InlineData("tests")]
    [InlineData("src/WalletKit.Testing")]
    public void Test_names_are_plain_English(string folder) => AssertPlain(TestNames.In(folder), TestNames.Fault);

    [Fact]
    public void Messages_are_plain_English() => AssertPlain(Messages.In("src"));

    [Fact]
    public void Documents_are_plain_English() => AssertPlain(Documents.Files().SelectMany(Documents.Sentences));

    [Fact]
    public void Documents_are_wrapped()
    {
        var faults = Documents.Files().SelectMany(Documents.LongLines).ToList();
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Each_allowed_sentence_has_a_reason() => Assert.DoesNotContain(AllowedSentences.Read(), pair => pair.Value.Length == 0);

    [Theory]
    [InlineData("// What is left over.", "begins with a pronoun in place of a noun")]
    [InlineData("// Found.\n// Those that stay open.", "begins with a pronoun in place of a noun")]
    [InlineData("/// <summary>One that was closed.</summary>", "begins with a pronoun in place of a noun")]
    [InlineData("// A caller gets his money.", "calls a program a person")]
    [InlineData("// It waits, as the file is locked.", "says 'as' for 'because'")]
    [InlineData("// It waits, as locks are not fair.", "says 'as' for 'because'")]
    [InlineData("// The call failed; what it wrote is gone.", "begins with a pronoun in place of a noun")]
    [InlineData("// Of two openings the first stands.", "begins with a pronoun in place of a noun")]
    [InlineData("// A lock for who asks first.", "says 'who' in place of a noun")]
    [InlineData("// A call that was cancelled.", "is spelled the British way")]
    [InlineData("// Locks are released in order, as hosts do.", null)]
    [InlineData("// Each takes its turn, as the requests of a server do.", null)]
    [InlineData("// Links are followed, as they are when the store is opened.", null)]
    [InlineData("// Of course it waits.", null)]
    [InlineData("// Two locks: one for readers, one for the writer.", null)]
    [InlineData("// The state is Cancelled.", null)]
    [InlineData("// What happens then?", null)]
    [InlineData("// One lock per wallet.", null)]
    [InlineData("// It waits because the file is locked.", null)]
    [InlineData("var s = \"// What is left over.\";", null)]
    public void A_fault_is_found(string code, string? fault) =>
        Assert.Equal(fault, Comments.InText("A.cs", code).Select(sentence => Style.Fault(sentence.Text)).FirstOrDefault(found => found is not null));

    [Theory]
    [InlineData("throw new InvalidOperationException(\"what was read is gone.\");", "begins with a pronoun in place of a noun")]
    [InlineData("throw new WalletStoreException(StoreFailure.Busy, $\"the file {path} is locked, as it \" + \"has a writer.\");", "says 'as' for 'because'")]
    [InlineData("throw Broken(\"the clock is back: who asked is gone\");", "begins with a pronoun in place of a noun")]
    [InlineData("return new AuditFinding { Message = $\"{(found ? \"Those rows\" : \"Rows\")} are gone.\" };", "begins with a pronoun in place of a noun")]
    [InlineData("} [LoggerMessage(Level = LogLevel.Warning, Message = \"A caller lost his wallet.\")] void Log() {", "calls a program a person")]
    [InlineData("throw new InvalidOperationException($\"{name} is gone.\");", null)]
    [InlineData("var sql = \"SELECT count(*) AS rows FROM walletkit_wallets\";", null)]
    public void A_fault_of_a_message_is_found(string code, string? fault) =>
        Assert.Equal(fault, Messages.InText("A.cs", $"class A {{ void B() {{ {code} }} }}").Select(sentence => Style.Fault(sentence.Text)).FirstOrDefault(found => found is not null));

    [Theory]
    [InlineData("[Fact] public void What_is_there() { }", "begins with a pronoun in place of a noun")]
    [InlineData("[Theory] public async Task Who_waits_is_served() { }", "begins with a pronoun in place of a noun")]
    [InlineData("[Check] public Task It_is_told() { }", "begins with a word that stands for another")]
    [InlineData("[Fact] public void A_caller_who_waits_is_served() { }", "says 'who' of a program")]
    [InlineData("[Fact] public void A_caller_that_waits_is_served() { }", null)]
    [InlineData("public void What_is_there() { }", null)]
    public void A_fault_of_a_name_is_found(string code, string? fault) =>
        Assert.Equal(fault, TestNames.InText("A.cs", $"class A {{ {code} }}").Select(name => TestNames.Fault(name.Text)).FirstOrDefault(found => found is not null));

    private static void AssertPlain(IEnumerable<Sentence> sentences) => AssertPlain(sentences, Style.Fault);

    private static void AssertPlain(IEnumerable<Sentence> sentences, Func<string, string?> faultOf)
    {
        var allowed = AllowedSentences.Read();
        var faults = sentences
            .Select(sentence => (Sentence: sentence, Fault: faultOf(sentence.Text)))
            .Where(each => each.Fault is not null && !allowed.ContainsKey(each.Sentence.Text))
            .Select(each => $"{each.Sentence} ({each.Fault})")
            .ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} sentences:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }
}
