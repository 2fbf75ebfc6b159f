namespace WalletKit.Storage.InMemory;

/// <summary>
/// The locks under which commits become visible. A commit of one wallet takes the lock of its stripe. A commit of several wallets, and a reader that must
/// see no half of one, take all.
/// </summary>
internal sealed class PublishGates
{
    // Enough that threads rarely meet, and few enough that taking all of them costs little.
    private const int StripeBits = 4;

    private readonly Lock[] _gates = [.. Enumerable.Range(0, Count).Select(static _ => new Lock())];

    public static int Count => 1 << StripeBits;

    public Lock this[int stripe] => _gates[stripe];

    // The multiplication spreads the hash over the top bits.
    public static int StripeOf(WalletId walletId) => (int)((uint)walletId.GetHashCode() * 0x9E3779B9u >> (32 - StripeBits));

    /// <summary>Takes all locks until the scope is disposed.</summary>
    public All EnterAll()
    {
        foreach (var gate in _gates)
        {
            gate.Enter();
        }

        return new All(_gates);
    }

    public readonly ref struct All(Lock[] gates)
    {
        public void Dispose()
        {
            foreach (var gate in gates)
            {
                gate.Exit();
            }
        }
    }
}
