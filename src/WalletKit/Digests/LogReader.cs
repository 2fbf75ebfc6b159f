namespace WalletKit.Digests;

/// <summary>Reads a digest log line by line.</summary>
internal sealed class LogReader(Stream log)
{
    private readonly LineReader _lines = new(log, LogLine.Header);

    /// <returns>The next line; null at the end.</returns>
    /// <exception cref="InvalidDataException">The line is malformed.</exception>
    public async ValueTask<LogLine?> ReadAsync(CancellationToken cancellationToken)
    {
        var text = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (text is not null)
        {
            if (LogLine.TryParse(text, out var line))
            {
                return line;
            }

            _lines.Reject();
        }

        return _lines.WrongLine is not { } wrong ? null
            : throw new InvalidDataException($"Line {wrong} of the digest log is not as WalletKit writes it. A last line without an end is an append that did not finish.");
    }
}
