namespace WalletKit.Samples.Tests.RebatesPage;

/// <summary>Stands for a host's DbContext: it serves one unit of work, and one caller at a time uses it.</summary>
internal sealed class ShopContext : IAsyncDisposable
{
    private int _users;
    private bool _isDisposed;

    public async Task<decimal> RateOfAsync(string ownerId, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Interlocked.Increment(ref _users) > 1)
        {
            throw new InvalidOperationException("A second operation was started on this context before the first had ended.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        Interlocked.Decrement(ref _users);
        return ownerId == "gold" ? 0.05m : 0.02m;
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }
}
