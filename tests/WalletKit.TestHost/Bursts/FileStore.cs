using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WalletKit.TestHost.Bursts;

/// <summary>A SQLite file.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsShared">Whether the file belongs to the host.</param>
internal sealed record FileStore(string Path, bool IsShared = false) : HostStore
{
    public const string Verb = "file";
    public const string SharedVerb = "shared-file";

    // Only the log reports failures in the background, such as a failed pass over the rebates.
    public override LogLevel LogLevel => LogLevel.Error;

    public override bool IsMadeToFail => false;

    public override string[] ToArguments() => [IsShared ? SharedVerb : Verb, Path];

    // A shared disk can stall for longer than the default wait, and then the process that waits is refused by no fault of another process.
    public override void Use(WalletKitBuilder wallets) => wallets.UseSqlite(sqlite => (sqlite.ConnectionString, sqlite.Shared) = ($"Data Source={Path};Default Timeout=60", IsShared));
}
