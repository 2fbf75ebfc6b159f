using WalletKit.Rules;

namespace WalletKit.Architecture.Tests.PlainEnglish;

/// <summary>One sentence of a comment or of a document.</summary>
/// <param name="File">The file, relative to the root of the repository.</param>
/// <param name="Line">The line at which its paragraph begins, from 1.</param>
/// <param name="Text">The sentence, without markup.</param>
internal readonly record struct Sentence(string File, int Line, string Text)
{
    public override string ToString() => $"{File}:{Line}: {Text}";
}
