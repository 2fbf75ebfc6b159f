using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A caller of a scenario: it makes a call, waits for the answer, and makes the next call.</summary>
internal interface ICaller
{
    Task CallAsync();

    /// <summary>Notes the changes that the last call must have left in the books.</summary>
    void Acknowledge(Tally tally);
}
