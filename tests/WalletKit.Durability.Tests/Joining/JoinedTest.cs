namespace WalletKit.Durability.Tests.Joining;

/// <summary>A test with a table of the host's beside the wallets, in one file.</summary>
public abstract class JoinedTest : IAsyncLifetime
{
    private protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private protected TestDirectory Directory { get; } = new();

    private protected WalletHost Host { get; private set; } = null!;

    private protected WalletId Wallet { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Host = new WalletHost(Directory.Database, Configure);
        Wallet = (await Host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        using var other = Raw.Open(Directory.Database);
        other.Execute("CREATE TABLE orders (number INTEGER PRIMARY KEY, wallet BLOB, version INTEGER, buyer INTEGER REFERENCES buyers (id) DEFERRABLE INITIALLY DEFERRED)");
        other.Execute("CREATE TABLE buyers (id INTEGER PRIMARY KEY)");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
        Directory.Dispose();
    }

    private protected virtual void Configure(SqliteStoreOptions options) => options.BusyTimeout = TimeSpan.FromSeconds(30);

    private protected Task<TransactionReceipt> Deposit(ICommitParticipant? participant = null, decimal amount = 1m) =>
        Host.Wallets.DepositAsync(Wallet, amount, new() { Participant = participant }, Token);

    private protected long CountOrders()
    {
        using var other = Raw.Open(Directory.Database);
        return other.Number("SELECT count(*) FROM orders");
    }

    // While the file is held, all calls wait for the same commit.
    private protected async Task<List<Task<TransactionReceipt>>> InOneGroup(Func<List<Task<TransactionReceipt>>> call)
    {
        using var other = Raw.Open(Directory.Database);
        other.Execute("BEGIN IMMEDIATE");
        var calls = call();
        other.Execute("ROLLBACK");
        await Task.WhenAll(calls.Select(static each => Settled(each))).WaitAsync(Guard, Token);
        return calls;
    }

    private protected static async Task Settled(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Closes the host, and checks the books and the number of deposits and orders in the file.</summary>
    private protected async Task AssertBooks(long deposits, long orders)
    {
        await Host.DisposeAsync();
        using (var books = Books.Open(Directory.Database))
        {
            books.AssertBalance();
            Assert.Equal(deposits, books.Number("SELECT count(amount) FROM walletkit_journal"));
            Assert.Equal(orders, books.Number("SELECT count(*) FROM orders"));
        }

        await StoreAudit.AssertCleanAsync(Directory.Database);
    }
}
