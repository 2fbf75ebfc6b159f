namespace WalletKit;

/// <summary>The sync level that a commit reaches before it is acknowledged; SQLite's <c>PRAGMA synchronous</c>.</summary>
public enum SqliteSynchronous
{
    /// <summary>Survives the death of the process. A power loss may lose the last commits, without harm to the earlier ones.</summary>
    Normal = 1,

    /// <summary>Survives power loss: the write-ahead log is synced at each commit.</summary>
    Full = 2,

    /// <summary>As <see cref="Full"/>, and syncs the directory as well where a rollback journal is in use.</summary>
    Extra = 3,
}
