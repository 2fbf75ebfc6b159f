using System.Text;

namespace WalletKit.TestHost.Bursts;

/// <summary>
/// The messages of the process to its parent, one line each. A line is one write to the pipe, so the parent sees all of it or none, whatever kills the process.
/// </summary>
internal sealed class Journal
{
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _lock = new();

    public bool HasFailures { get; private set; }

    /// <summary>Written before the wait for the signal to begin.</summary>
    public void Ready() => Write($"ready");

    public void Opened(int wallet, WalletId walletId) => Write($"wallet {wallet} {walletId}");

    /// <summary>Written before a call with a key, so that the parent knows which answers were lost.</summary>
    public void Begun(Operation operation) => Write($"begin {operation.ToLine()}");

    /// <summary>Written after the call returned, and never before.</summary>
    public void Acknowledged(Operation done) => Write($"done {done.ToLine()}");

    public void Refused(string reference) => Write($"refused {reference}");

    /// <summary>Written after the last answer: the duration of the burst.</summary>
    public void Took(TimeSpan time) => Write($"took {(long)time.TotalMilliseconds}");

    public void Failed(Exception exception)
    {
        HasFailures = true;
        Write($"failed {(exception as WalletException)?.Code ?? exception.GetType().Name} {exception.Message.ReplaceLineEndings(" ")}");
    }

    private void Write(FormattableString line)
    {
        var bytes = Encoding.UTF8.GetBytes(FormattableString.Invariant(line) + "\n");
        lock (_lock)
        {
            _output.Write(bytes);
        }
    }
}
