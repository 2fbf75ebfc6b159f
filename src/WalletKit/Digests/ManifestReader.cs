using WalletKit.Digests.Merkle;

namespace WalletKit.Digests;

/// <summary>Reads a manifest line by line, and builds the tree over its lines.</summary>
/// <param name="manifest">The manifest, from its beginning.</param>
/// <param name="proven">The wallet to which the tree's path is to lead; null for none.</param>
internal sealed class ManifestReader(Stream manifest, WalletId? proven = null)
{
    private readonly LineReader _lines = new(manifest, ManifestLine.Header);

    /// <summary>The tree over the lines that were read.</summary>
    public GrowingTree Tree { get; } = new();

    /// <summary>The current line; null before the first line, after the last, and at a malformed line.</summary>
    public ManifestLine? Line { get; private set; }

    /// <summary>The number of the malformed line that ended the reading; null where there is none.</summary>
    public long? WrongLine => _lines.WrongLine;

    /// <summary>Goes to the next line. A malformed line ends the reading.</summary>
    public async ValueTask MoveAsync(CancellationToken cancellationToken)
    {
        var before = Line;
        Line = null;
        if (await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            if (ManifestLine.TryParse(text, out var line) && !(line.WalletId <= before?.WalletId))
            {
                Line = line;
                Tree.Append(line.Leaf(), line.WalletId == proven);
            }
            else
            {
                _lines.Reject();
            }
        }
    }
}
