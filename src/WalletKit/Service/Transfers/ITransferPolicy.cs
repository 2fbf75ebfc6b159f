namespace WalletKit;

/// <summary>
/// Whom an owner may pay: asked for each transfer that an owner asks for, as through the HTTP endpoints, and not for the host's own. Where several are added, all of them must allow it.
/// </summary>
/// <remarks>
/// It is asked on the path of the transfer, before the commit, so it decides by what it has in memory: it must be quick, and safe to call from several threads. What it throws comes out of the call, and
/// nothing is changed. A repetition under the same key gets the first result, whatever the policy says by then.
/// </remarks>
public interface ITransferPolicy
{
    /// <summary>Says whether the owner of one wallet may pay another one.</summary>
    /// <param name="source">The wallet that pays. Owner, name and currency never change; what else it says may be old by the time of the commit.</param>
    /// <param name="destination">The wallet that is paid; of it the same is true.</param>
    /// <param name="amount">How much leaves the source, in units of its currency.</param>
    bool Allows(Wallet source, Wallet destination, decimal amount);
}
