using WalletKit.Model;

namespace WalletKit;

/// <summary>The settings of WalletKit as a whole.</summary>
public sealed class WalletKitOptions
{
    internal const int LargestMaxOpenHolds = 100_000;
    internal const int LargestKeyRetentionDays = 36_500;
    // Each opening may count as many wallets.
    internal const int LargestMaxWalletsPerOwner = 100_000;

    /// <summary>Gets or sets the number of wallets that one owner may have, without closed ones. Default: 1,000.</summary>
    /// <remarks>
    /// The number is 1 to 100,000. An opening past it is refused with <see cref="TooManyWalletsException"/>. Closed wallets do not count: they have no money, and no more commands.
    /// </remarks>
    public int MaxWalletsPerOwner { get; set; } = 1_000;

    /// <summary>Gets the currencies beyond ISO 4217, made with <see cref="Currency.Declare"/>.</summary>
    public IList<Currency> Currencies { get; } = [];

    /// <summary>Gets the settings that say how far the clock is trusted.</summary>
    public ClockOptions Clock { get; } = new();

    /// <summary>Gets or sets the number of open holds that a wallet may have, 1 to 100,000. Default: 1,000.</summary>
    /// <remarks>
    /// Holds that have expired count until the sweep has recorded their expiry. The cost of a command in the worst case rises with this number.
    /// </remarks>
    public int MaxOpenHolds { get; set; } = WalletKit.PlaceHold.DefaultMaxOpenHolds;

    /// <summary>Gets or sets the age at which an idempotency key is deleted: 1 to 36,500 days. Null keeps all keys. Default: null.</summary>
    /// <remarks>
    /// A hosted service deletes the old keys once a day, in small pieces. A retry with a deleted key is a new command, which moves money again. So the retention
    /// must be well above the time after which the last caller has given up: 30 days suit most hosts. Each host that has a retention deletes by it, also
    /// where several hosts share a database.
    /// </remarks>
    public TimeSpan? KeyRetention { get; set; }

    /// <summary>Gets or sets the interval at which a hosted service ends interrupted erasures, 1 second to one day. Default: 1 hour.</summary>
    /// <remarks>It also looks when the host starts. No reader sees the texts of such an erasure meanwhile.</remarks>
    public TimeSpan ErasureSweepInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets whether calls inside a <see cref="System.Transactions.TransactionScope"/> are let pass. Default: false.</summary>
    /// <remarks>
    /// Wallets never become part of a scope. By default a call that would change wallets there is refused with <see cref="AmbientTransactionException"/>. Where this is
    /// true, the call is done as if there were no scope: its change stands whether or not the scope is completed. Reads are never refused.
    /// </remarks>
    public bool IgnoreAmbientTransaction { get; set; }

    /// <summary>Gets or sets the source of the random bits of wallet ids and of the jitter of retries.</summary>
    /// <remarks>
    /// It must be safe to call from several threads. Default: the system's cryptographic generator. Another source may make ids that can be guessed, and is for
    /// tests.
    /// </remarks>
    public Random Random { get; set; } = SecureRandom.Shared;
}
