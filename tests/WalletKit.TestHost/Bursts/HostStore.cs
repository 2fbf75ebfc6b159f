using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WalletKit.TestHost.Bursts;

/// <summary>The store that the process uses.</summary>
internal abstract record HostStore
{
    /// <summary>The least level of what the process logs.</summary>
    public abstract LogLevel LogLevel { get; }

    /// <summary>
    /// Whether the test makes the store fail. The callers then go on, and each operation has a key, so that none stays unclear. A failure of any other store is
    /// unexpected and ends the burst.
    /// </summary>
    public abstract bool IsMadeToFail { get; }

    public static (HostStore Store, string[] Burst) Parse(string[] arguments) => arguments switch
    {
        [FileStore.Verb, var path, .. var rest] => (new FileStore(path), rest),
        [FileStore.SharedVerb, var path, .. var rest] => (new FileStore(path, IsShared: true), rest),
        [ServerStore.Verb, var connectionString, var schema, .. var rest] => (new ServerStore(connectionString, schema), rest),
        _ => throw new ArgumentException($"Arguments: {FileStore.Verb} path, {FileStore.SharedVerb} path, or {ServerStore.Verb} connectionString schema, and those of a burst", nameof(arguments)),
    };

    public abstract string[] ToArguments();

    public abstract void Use(WalletKitBuilder wallets);
}
