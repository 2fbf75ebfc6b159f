namespace WalletKit;

/// <summary>Why a store could not do its work.</summary>
public enum StoreFailure
{
    /// <summary>Another process held the store for longer than the waiting time. Transient.</summary>
    Busy,

    /// <summary>The disk, or the room given to the store, is full.</summary>
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

    /// <summary>The system could not read or write.</summary>
    InputOutput,

    /// <summary>The store was closed.</summary>
    Closed,

    /// <summary>A constraint in the store refused a write that the rules had let through.</summary>
    Constraint,

    /// <summary>The file, or its write-ahead log, was moved, removed or replaced while the store was open. The store has stopped.</summary>
    FileMoved,

    /// <summary>The write-ahead log beside the file is another file's or of another time, or lies there without its file.</summary>
    LogMismatch,

    /// <summary>The clock has jumped ahead and has not settled yet; see <see cref="ClockOptions"/>. Transient.</summary>
    ClockJumped,

    /// <summary>Anything else; the inner exception says more.</summary>
    Other,
}
