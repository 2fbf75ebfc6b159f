using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Totals;

/// <summary>A file whose stored sums are of three entries each, so that a few commits make many.</summary>
internal sealed class SmallBlocks : WalletStoreSubject
{
    public const int EntriesPerTotal = 3;

    private readonly TemporaryDirectory _directory = new();

    public override bool IsDurable => true;

    public string Path => _directory.File("wallets.db");

    public override IWalletStore CreateStore(TimeProvider timeProvider) => Create(timeProvider);

    public SqliteWalletStore Create(TimeProvider timeProvider, Action<SqliteStoreOptions>? configure = null)
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={Path}", BusyTimeout = TimeSpan.FromMinutes(1), EntriesPerTotal = EntriesPerTotal };
        configure?.Invoke(options);
        return new SqliteWalletStore(options, timeProvider);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
