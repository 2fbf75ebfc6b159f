namespace WalletKit;

/// <summary>A policy that says which wallets an owner may pay.</summary>
/// <remarks>
/// The policy is asked for each transfer that an owner asks for, through the HTTP endpoints for example, and not for the host's own transfers. If there are
/// several policies, all of them must allow a transfer. The policy is asked on the path of the transfer, before the commit, so it decides by the data that it
/// has in memory: it must be quick, and safe to call from several threads. Its exception reaches the caller, and nothing is changed. A repetition under the
/// same key gets the first result, whatever the policy says by then.
/// </remarks>
public interface ITransferPolicy
{
    /// <summary>Says whether the owner of one wallet may pay another wallet.</summary>
    /// <param name="source">The wallet that pays. Owner, name and currency never change; the rest may be out of date by the time of the commit.</param>
    /// <param name="destination">The wallet that is paid; the same holds for it.</param>
    /// <param name="amount">The amount that leaves the source, in units of its currency.</param>
    bool Allows(Wallet source, Wallet destination, decimal amount);
}
