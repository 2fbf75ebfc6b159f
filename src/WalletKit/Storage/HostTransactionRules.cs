using System.Data.Common;
using WalletKit.Stores;

namespace WalletKit.Storage;

/// <summary>The refusals of transactions that a store cannot work in.</summary>
internal static class HostTransactionRules
{
    /// <summary>The refusal of any transaction, because the store works in none of the host.</summary>
    public static InvalidInputException Unsupported(DbTransaction transaction, IWalletStore store) =>
        Refused(transaction, $"cannot be joined: {store.GetType().Name} has no transactions that the host could begin");

    /// <summary>The refusal of a participant, whose rows the host can write by itself.</summary>
    public static InvalidInputException NeedsNo(ICommitParticipant participant) =>
        new("participant", participant.GetType().Name, "must not be given in a transaction of the host, which takes the host's rows without one");

    /// <summary>The refusal of one transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="rule">The rule that it breaks, worded to end a sentence that begins with the transaction.</param>
    public static InvalidInputException Refused(DbTransaction transaction, string rule) => new("transaction", transaction.GetType().Name, rule);
}
