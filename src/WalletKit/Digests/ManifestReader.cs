using System.Security.Cryptography;

namespace WalletKit.Digests;

/// <summary>Reads a manifest line by line, with the hash of all its bytes at the end.</summary>
internal sealed class ManifestReader : IDisposable
{
    private readonly SHA256 _hash = SHA256.Create();
    private readonly CryptoStream _stream;
    private readonly StreamReader _reader;
    private long _read;

    public ManifestReader(Stream manifest)
    {
        _stream = new CryptoStream(manifest, _hash, CryptoStreamMode.Read, leaveOpen: true);
        _reader = new StreamReader(_stream, System.Text.Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
    }

    /// <summary>The line that it stands at; null before the first and after the last, or at one that is not as it should be.</summary>
    public ManifestLine? Line { get; private set; }

    /// <summary>The number of the first line that is not as it should be; null where there is none.</summary>
    public long? WrongLine { get; private set; }

    /// <summary>Goes to the next line. From one that is not as it should be it goes no further.</summary>
    public async ValueTask MoveAsync(CancellationToken cancellationToken)
    {
        var before = Line;
        Line = null;
        if (_read == 0 && await ReadAsync(cancellationToken).ConfigureAwait(false) != ManifestLine.Header)
        {
            WrongLine = 1;
        }

        if (WrongLine is null && await ReadAsync(cancellationToken).ConfigureAwait(false) is { } text)
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

    /// <summary>Reads what is left, and gives the hash of the whole.</summary>
    public async ValueTask<Sha256Hash> HashAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
        }

        return new Sha256Hash(_hash.Hash);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
        _hash.Dispose();
    }

    private ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _read++;
        return _reader.ReadLineAsync(cancellationToken);
    }
}
