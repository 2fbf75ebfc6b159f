using System.Data.Common;

namespace WalletKit.Pipeline;

/// <summary>
/// The steps that a caller of the pipeline asks for. Every route checks the form of a single command, counts the commands and logs a refusal.
/// This is the table of all routes.
/// </summary>
internal sealed record Route
{
    /// <summary>A call of <see cref="IWalletService"/>: one command, or a batch.</summary>
    public static readonly Route Call = new() { RefusesSections = true, RefusesAmbient = true, Prepares = true, Locks = true, Quotes = true, WakesRebates = true };

    /// <summary>The commands that a section decided on. The section holds the locks, or relies on the versions that it read.</summary>
    public static readonly Route Section = new() { RefusesAmbient = true, Prepares = true, Quotes = true, WakesRebates = true };

    /// <summary>A command of an import, which was prepared when it was admitted. The lanes of the import keep the order that locks keep elsewhere.</summary>
    public static readonly Route Import = new() { RefusesAmbient = true, Quotes = true, WakesRebates = true };

    /// <summary>A step of a rebate, which the state of the rebate makes safe to repeat.</summary>
    public static readonly Route Rebate = new();

    /// <summary>A dead rebate that is made due again.</summary>
    public static readonly Route Requeue = new() { RefusesAmbient = true, WakesRebates = true };

    /// <summary>The record of expired holds.</summary>
    public static readonly Route Sweep = new();

    private Route()
    {
    }

    /// <summary>
    /// A call in a transaction of the host, which holds the wallets until it ends. A lock of the process would be held as long, or order nothing. A scope of the host
    /// has no part in the transaction that the host names.
    /// </summary>
    public static Route In(DbTransaction transaction) => new() { RefusesSections = true, Prepares = true, Quotes = true, WakesRebates = true, HostTransaction = transaction };

    /// <summary>Gets the transaction of the host in which the commands are executed; null where each batch is a commit of its own.</summary>
    public DbTransaction? HostTransaction { get; private init; }

    /// <summary>Gets whether a call from inside the decision of a section is refused.</summary>
    public bool RefusesSections { get; private init; }

    /// <summary>Gets whether a call inside a <see cref="System.Transactions.TransactionScope"/> is refused. Work of the background is never part of one.</summary>
    public bool RefusesAmbient { get; private init; }

    /// <summary>Gets whether the terms and limits in force are put into the commands.</summary>
    public bool Prepares { get; private init; }

    /// <summary>Gets whether the wallets are locked until the batch is handed to the store, which orders the callers of one wallet.</summary>
    public bool Locks { get; private init; }

    /// <summary>Gets whether a rate is looked up for a transfer that was refused because it named none.</summary>
    public bool Quotes { get; private init; }

    /// <summary>Gets whether a rebate that became due wakes the worker.</summary>
    public bool WakesRebates { get; private init; }
}
