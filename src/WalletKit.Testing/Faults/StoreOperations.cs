namespace WalletKit.Testing.Faults;

/// <summary>A set of the operations of a store.</summary>
[Flags]
public enum StoreOperations
{
    /// <summary>No operation.</summary>
    None = 0,

    /// <summary>The opening of the store.</summary>
    Open = 1,

    /// <summary>Commits of commands, batches in transactions of the host, and deletions of erased texts.</summary>
    Commit = 2,

    /// <summary>All reads.</summary>
    Read = 4,

    /// <summary>Claims of rebates.</summary>
    Claim = 8,

    /// <summary>Releases of claims.</summary>
    Release = 16,

    /// <summary>All writes: commits, claims and their release.</summary>
    Write = Commit | Claim | Release,

    /// <summary>All operations.</summary>
    All = Open | Read | Write,
}
