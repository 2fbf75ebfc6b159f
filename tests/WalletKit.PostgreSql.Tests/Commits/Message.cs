using System.Text;
using WalletKit.Rules;

namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>A message between a client and the server: a letter for its kind, its length, and its content.</summary>
internal sealed record Message(char Kind, ReadOnlyMemory<byte> Bytes)
{
    private const int HeadLength = 5;

    /// <summary>
    /// Whether the next message begins another request: after a Sync, after a simple query, after a message of an authentication, and after a message that ends
    /// the connection.
    /// </summary>
    public bool EndsRequest => Kind is 'S' or 'H' or 'Q' or 'p' or 'X' or 'd' or 'c' or 'f';

    /// <summary>Whether the server is ready for the next request.</summary>
    public bool IsReady => Kind == 'Z';

    /// <summary>The statement that a client asks the server to parse.</summary>
    public (string Name, string Sql)? Parsed => Kind == 'P' && Text(0) is var name ? (name, Text(name.Length + 1)) : null;

    /// <summary>The statement that a client asks the server to run.</summary>
    public string? BoundStatement => Kind == 'B' ? Text(Text(0).Length + 1) : null;

    /// <summary>The code of the server's error, and the constraint that the error names, if any.</summary>
    public string? Refusal => Kind == 'E' ? string.Join(' ', Fields().Where(entry => entry[0] is 'C' or 'n').Select(entry => entry[1..])) : null;

    private string[] Fields() => Encoding.UTF8.GetString(Bytes.Span[HeadLength..]).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    // Names and statements of the tests have no letter that takes more than one byte.
    private string Text(int from)
    {
        var rest = Bytes.Span[(HeadLength + from)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }
}
