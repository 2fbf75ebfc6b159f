using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>A store on a file in a directory of its own.</summary>
internal class SqliteSubject : WalletStoreSubject
{
    private readonly TemporaryDirectory _directory = new();

    public override bool IsDurable => true;

    protected string File => _directory.File("wallets.db");

    public override IWalletStore CreateStore(TimeProvider timeProvider) => CreateOne(timeProvider);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected SqliteWalletStore CreateOne(TimeProvider timeProvider, bool isShared = false) => new(
        new SqliteStoreOptions
        {
            ConnectionString = $"Data Source={File}",
            Shared = isShared,
            // No check is about waiting too long, and a busy machine must not turn one into such a check.
            BusyTimeout = TimeSpan.FromMinutes(1),
        },
        timeProvider);
}
