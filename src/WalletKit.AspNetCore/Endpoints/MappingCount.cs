namespace WalletKit.AspNetCore.Endpoints;

/// <summary>How often an app has mapped the endpoints, which sets the names of each mapping apart.</summary>
internal sealed class MappingCount
{
    private int _count;

    /// <summary>The number of the next mapping, from 1.</summary>
    public int Next() => Interlocked.Increment(ref _count);
}
