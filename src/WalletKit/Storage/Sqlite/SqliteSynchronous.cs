namespace WalletKit;

/// <summary>What a commit waits for before it is acknowledged; SQLite's <c>PRAGMA synchronous</c>.</summary>
public enum SqliteSynchronous
{
    /// <summary>Survives the death of the process; the last commits before a power loss may be gone, without harm to the others.</summary>
    Normal = 1,

    /// <summary>Survives power loss: the write-ahead log is synced at each commit.</summary>
    Full = 2,

    /// <summary>As <see cref="Full"/>, and syncs the directory as well where a rollback journal is in use.</summary>
    Extra = 3,
}
