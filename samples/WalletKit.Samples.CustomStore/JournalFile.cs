using System.Text;
using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>The file: a header, and then a line for each commit. It only grows, and belongs to one process at a time.</summary>
internal sealed class JournalFile : IDisposable
{
    private static readonly byte[] Header = Encoding.ASCII.GetBytes("walletkit-journal 1\n");

    private readonly string _path;
    private readonly FileStream _file;
    private long _length;
    private volatile bool _isInDoubt;

    private JournalFile(string path)
    {
        _path = path;
        try
        {
            // The stream has no buffer, because each line is written at once. No other process may use the file, because its lines would not be in memory here.
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WalletStoreException(StoreFailure.CannotOpen, $"the journal '{path}' cannot be opened, or is in use: {exception.Message}", exception);
        }
    }

    /// <summary>Opens the file and applies each commit in it to the ledger. A file that is refused stays unchanged.</summary>
    public static JournalFile Open(string path, Ledger ledger)
    {
        var journal = new JournalFile(path);
        try
        {
            journal.Read(ledger);
            return journal;
        }
        catch (IOException exception)
        {
            journal.Dispose();
            throw journal.Failed(exception, isUnknown: false);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    // [example: append]
    /// <summary>Returns once the commit is on the disk. If the write fails, its line is cut off again; if that fails too, the outcome is unknown.</summary>
    public void Append(Changes[] commit)
    {
        var line = JournalLine.Write(commit);
        try
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
        catch (Exception exception)
        {
            _isInDoubt = !TryCutOff();
            throw Failed(exception, isUnknown: _isInDoubt);
        }

        _length += line.Length;
    }
    // [end]

    /// <summary>Refuses work after a commit whose outcome is unknown, because the memory may then be wrong; a store that is opened anew reads the true state.</summary>
    public void ThrowIfInDoubt()
    {
        if (_isInDoubt)
        {
            throw new WalletStoreException(StoreFailure.InputOutput, $"the journal '{_path}' failed before, and must be opened anew.");
        }
    }

    public void Dispose() => _file.Dispose();

    private void Read(Ledger ledger)
    {
        var content = new byte[_file.Length];
        _file.ReadExactly(content);
        if (Header.AsSpan().StartsWith(content))
        {
            // The file is new, or its process died while it made the file.
            content = Header;
            _file.Position = 0;
            _file.Write(Header);
        }
        else if (!content.AsSpan().StartsWith(Header))
        {
            throw new WalletStoreException(StoreFailure.NotADatabase, $"the file '{_path}' is no journal of version 1.");
        }

        _length = Header.Length;
        while (content.AsSpan((int)_length).IndexOf((byte)'\n') is var end and >= 0)
        {
            Take(content.AsSpan((int)_length, end), ledger);
            _length += end + 1;
        }

        // A line without an end was being written when the process or the machine died: its commit was never acknowledged.
        _file.SetLength(_length);
        _file.Position = _length;
        _file.Flush(flushToDisk: true);
    }

    private void Take(ReadOnlySpan<byte> line, Ledger ledger)
    {
        try
        {
            ledger.Apply(JournalLine.Read(line));
        }
#pragma warning disable CA1031 // No exception may let the store leave out a commit that it cannot read.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"the journal '{_path}' is damaged in the line at byte {_length}: {exception.Message}", exception);
        }
    }

    private bool TryCutOff()
    {
        try
        {
            _file.SetLength(_length);
            _file.Position = _length;
            _file.Flush(flushToDisk: true);
            return true;
        }
#pragma warning disable CA1031 // After any exception the end of the file is unknown.
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private WalletStoreException Failed(Exception exception, bool isUnknown) =>
        new(StoreFailure.InputOutput, $"the system could not read or write the journal '{_path}': {exception.Message}", exception, isUnknown);
}
