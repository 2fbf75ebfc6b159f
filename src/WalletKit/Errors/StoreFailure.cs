namespace WalletKit;

/// <summary>The reason for which a store could not do its work.</summary>
public enum StoreFailure
{
    /// <summary>Another process, or another connection of this one, held the store for longer than the waiting time. The failure is transient.</summary>
    Busy,

    /// <summary>The disk, or the space given to the store, is full.</summary>
    Full,

    /// <summary>The store can be read but not written.</summary>
    ReadOnly,

    /// <summary>The store cannot be opened: a directory is missing, access is denied, or the file has a second name.</summary>
    CannotOpen,

    /// <summary>The file is not a database of the store's kind.</summary>
    NotADatabase,

    /// <summary>The database belongs to another application.</summary>
    Foreign,

    /// <summary>The database was written by a newer release.</summary>
    Newer,

    /// <summary>The database contradicts itself.</summary>
    Corrupt,

    /// <summary>The operating system could not read or write.</summary>
    InputOutput,

    /// <summary>The store was closed.</summary>
    Closed,

    /// <summary>A constraint in the store refused a write that the rules had accepted.</summary>
    Constraint,

    /// <summary>The file, or its write-ahead log, was moved, removed or replaced while the store was open. The store has stopped.</summary>
    FileMoved,

    /// <summary>The write-ahead log beside the file belongs to another file or to another time, or its file is missing.</summary>
    LogMismatch,

    /// <summary>The clock has jumped ahead and has not settled yet; see <see cref="ClockOptions"/>. The failure is transient.</summary>
    ClockJumped,

    /// <summary>The failure has another reason, which the inner exception gives.</summary>
    Other,
}
