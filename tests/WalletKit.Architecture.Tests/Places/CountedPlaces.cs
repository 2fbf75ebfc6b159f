using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WalletKit.Architecture.Tests.Places;

/// <summary>The places where a source file binds a value, or reads a column, by a counted position.</summary>
internal static partial class CountedPlaces
{
    // The methods of rows, readers and statements that take a place.
    private static readonly HashSet<string> s_methods =
    [
        "Bind", "From", "IsNull", "IsDBNull", "Int64", "Int32", "Flag", "Text", "String", "Guid", "Time", "Hash", "Rate", "Blob",
        "Int64OrNull", "StringOrNull", "ReadTime",
        "GetBoolean", "GetInt16", "GetInt32", "GetInt64", "GetString", "GetGuid", "GetDateTime", "GetDecimal", "GetFieldValue", "GetValue",
    ];

    public static IEnumerable<string> InText(string file, string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview), file).GetRoot();
        return root.DescendantNodes().Where(IsCounted).Select(node => $"{file}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {node}");
    }

    private static bool IsCounted(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments: [var place, ..] } call => s_methods.Contains(NameOf(call)) && IsNumber(place),
        ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "Column" }, ArgumentList: { } list } => list.Arguments.Any(IsNumber),
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && Parameter().IsMatch(literal.Token.Text),
        InterpolatedStringTextSyntax part => Parameter().IsMatch(part.TextToken.Text),
        _ => false,
    };

    private static bool IsNumber(ArgumentSyntax argument) => argument.Expression.IsKind(SyntaxKind.NumericLiteralExpression);

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name: var name } => name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    // A parameter of SQLite by its number. PostgreSQL has no other ones; their values stand in the same call as the SQL.
    [GeneratedRegex(@"\?[0-9]")]
    private static partial Regex Parameter();
}
