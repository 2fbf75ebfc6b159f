using WalletKit.Money;

namespace WalletKit;

/// <summary>What concerns the whole of WalletKit.</summary>
public sealed class WalletKitOptions
{
    /// <summary>Currencies beyond ISO 4217, made with <see cref="Currency.Declare"/>.</summary>
    public IList<Currency> Currencies { get; } = [];

    /// <summary>How far the clock is trusted.</summary>
    public ClockOptions Clock { get; } = new();

    /// <summary>
    /// Where wallet ids and the jitter of retries take their random bits from; must be safe to call from several threads. Default: the system's
    /// cryptographic generator. Any other makes ids that can be guessed, and is for tests.
    /// </summary>
    public Random Random { get; set; } = SecureRandom.Shared;
}
