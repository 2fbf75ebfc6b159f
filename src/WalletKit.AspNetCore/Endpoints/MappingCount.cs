namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Counts how often an app has mapped the endpoints. The number distinguishes the endpoint names of each mapping.</summary>
internal sealed class MappingCount
{
    private int _count;

    /// <summary>The number of the next mapping, from 1.</summary>
    public int Next() => Interlocked.Increment(ref _count);
}
