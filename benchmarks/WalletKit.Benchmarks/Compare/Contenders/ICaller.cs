using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>One of the callers of a scenario: asks, waits for the answer, and asks again.</summary>
internal interface ICaller
{
    Task CallAsync();

    /// <summary>Notes what the call before must have left in the books.</summary>
    void Acknowledge(Tally tally);
}
