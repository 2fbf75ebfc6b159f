using System.Security.Cryptography;
using System.Text;

namespace WalletKit.Digests;

/// <summary>Reads a manifest line by line, with the hash of all its bytes at the end.</summary>
internal sealed class ManifestReader(Stream manifest) : IDisposable
{
    // An id, a number and a hash, with spaces between them, have at most 121 characters.
    private const int MaxLineLength = 128;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _text = new(MaxLineLength);
    private readonly byte[] _bytes = new byte[4_096];
    private int _next;
    private int _count;
    private long _read;

    /// <summary>The current line; null before the first line, after the last, and at a malformed line.</summary>
    public ManifestLine? Line { get; private set; }

    /// <summary>The number of the first malformed line; null where there is none.</summary>
    public long? WrongLine { get; private set; }

    /// <summary>Goes to the next line. A malformed line ends the reading.</summary>
    public async ValueTask MoveAsync(CancellationToken cancellationToken)
    {
        var before = Line;
        Line = null;
        if (_read == 0 && await ReadLineAsync(cancellationToken).ConfigureAwait(false) != ManifestLine.Header)
        {
            WrongLine = 1;
        }

        if (WrongLine is null && await ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            if (ManifestLine.TryParse(text, out var line) && !(line.WalletId <= before?.WalletId))
            {
                Line = line;
            }
            else
            {
                WrongLine = _read;
            }
        }
    }

    /// <summary>Reads the rest, and returns the hash of the whole manifest.</summary>
    public async ValueTask<Sha256Hash> HashAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return new Sha256Hash(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    /// <returns>The line; null at the end. If a line is too long, only its beginning is returned, which is too long for a valid line.</returns>
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        _read++;
        _text.Clear();
        while (_text.Length <= MaxLineLength)
        {
            if (_next == _count && !await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return _text.Length == 0 ? null : _text.ToString();
            }

            // One byte is one character, because no valid line has a character outside ASCII.
            var character = (char)_bytes[_next++];
            if (character == '\n')
            {
                break;
            }

            _text.Append(character);
        }

        return _text.ToString();
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _next = 0;
        _count = await manifest.ReadAsync(_bytes, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(_bytes, 0, _count);
        return _count > 0;
    }
}
