namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>The sentences that break a rule of style for a reason, which stands beside each in <c>allowed-sentences.txt</c>.</summary>
internal static class AllowedSentences
{
    private const string FileName = "allowed-sentences.txt";

    public static IReadOnlyDictionary<string, string> Read() =>
        File.ReadLines(Repository.PathOf("tests/WalletKit.Architecture.Tests/PlainEnglish", FileName))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(" | "))
            .ToDictionary(parts => parts[0], parts => parts.Length == 2 ? parts[1] : "", StringComparer.Ordinal);
}
