namespace WalletKit.Testing.Faults;

/// <summary>Which calls to a store.</summary>
[Flags]
public enum StoreOperations
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Opening it.</summary>
    Open = 1,

    /// <summary>Commits of commands.</summary>
    Commit = 2,

    /// <summary>Everything that only reads.</summary>
    Read = 4,

    /// <summary>Claims of rebates.</summary>
    Claim = 8,

    /// <summary>The giving back of claims.</summary>
    Release = 16,

    /// <summary>What writes: commits, claims and their release.</summary>
    Write = Commit | Claim | Release,

    /// <summary>All.</summary>
    All = Open | Read | Write,
}
