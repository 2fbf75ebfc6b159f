using System.Text;

namespace WalletKit.Digests;

/// <summary>Reads a text whose first line is known, line by line, with memory for one line.</summary>
internal sealed class LineReader(Stream stream, string header)
{
    // The longest line is an id, a number and a hash with spaces between them, which is 121 characters.
    private const int MaxLineLength = 128;

    private readonly StringBuilder _text = new(MaxLineLength);
    private readonly byte[] _bytes = new byte[4_096];
    private int _next;
    private int _count;
    private long _number;

    /// <summary>The number of the line that ended the reading because it is malformed; null where there is none.</summary>
    public long? WrongLine { get; private set; }

    /// <returns>The next line; null at the end, and after a malformed line.</returns>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_number == 0 && await NextAsync(cancellationToken).ConfigureAwait(false) != header)
        {
            Reject();
        }

        return WrongLine is null ? await NextAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Ends the reading, because the line that was read last is malformed.</summary>
    public void Reject() => WrongLine ??= _number;

    // A line that is too long, or that has no end, is malformed.
    private async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        _number++;
        _text.Clear();
        while (_text.Length <= MaxLineLength)
        {
            if (_next == _count && !await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            // Each byte is a character, because no valid line has a character outside ASCII.
            var character = (char)_bytes[_next++];
            if (character == '\n')
            {
                return _text.ToString();
            }

            _text.Append(character);
        }

        if (_text.Length > 0)
        {
            Reject();
        }

        return null;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _next = 0;
        _count = await stream.ReadAsync(_bytes, cancellationToken).ConfigureAwait(false);
        return _count > 0;
    }
}
