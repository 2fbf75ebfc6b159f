using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Digests;

/// <summary>Books with a transaction of every type in them, and their digests.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private readonly TestWallets _wallets;

    private Ledger(string store) => _wallets = new TestWallets(store);

    /// <summary>The first wallet, with a transaction of each type: 1 a deposit, 2 its rebate, 3 a withdrawal, 4 and 5 outgoing legs, 6 a capture, 7 a reversal of 3, 8 of 4.</summary>
    public WalletId One { get; } = Id(1);

    /// <summary>A wallet of the same currency: 1 an incoming leg, 2 its reversal.</summary>
    public WalletId Two { get; } = Id(2);

    /// <summary>A wallet of another currency: 1 an incoming leg.</summary>
    public WalletId Three { get; } = Id(3);

    /// <summary>A wallet without transactions.</summary>
    public WalletId Empty { get; } = Id(4);

    public IWalletDigests Digests => _wallets.Get<IWalletDigests>();

    public IWalletStore Store => _wallets.Store;

    public TestWallets Wallets => _wallets;

    public static WalletId Id(int number) => new(new Guid($"019b7c1e-0a00-7000-8000-{number:x12}"));

    public static async Task<Ledger> CreateAsync(string store = TestWallets.Sqlite)
    {
        var ledger = new Ledger(store);
        var (dollars, euros) = (Currency.FromIso("USD"), Currency.FromIso("EUR"));
        await ledger.CommitAsync(
            Open(ledger.One, "one", dollars),
            Open(ledger.Two, "two", dollars),
            Open(ledger.Three, "three", euros),
            Open(ledger.Empty, "empty", dollars),
            new Deposit(ledger.One, 100m)
            {
                RebateTerms = new("policy", "terms"),
                Reference = "order-7",
                Metadata = TransactionMetadata.From([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "\u00e9")]),
            },
            new PayRebate(new TransactionId(ledger.One, 2), 1m),
            new Withdraw(ledger.One, 5m),
            new Transfer(ledger.One, ledger.Two, 10m),
            new Transfer(ledger.One, ledger.Three, 10m) { Rate = 0.90m },
            new PlaceHold(ledger.One, 8m),
            new CaptureHold(new HoldId(ledger.One, 1), 3m) { KeepOpen = true },
            new Reverse(new TransactionId(ledger.One, 4)),
            new Reverse(new TransactionId(ledger.One, 5)));
        return ledger;
    }

    // The same secrets in every store, because the digests of the same books are compared.
    private static OpenWallet Open(WalletId walletId, string owner, Currency currency) => new(walletId, owner, currency) { Secrets = WalletSecrets.From(new Random(7)) };

    public async Task CommitAsync(params WalletCommand[] commands) =>
        Assert.Null((await Store.CommitAsync(new CommandBatch([.. commands]), Token)).Refusal);

    public async Task<(byte[] Manifest, StoreDigest Digest)> DigestAsync()
    {
        using var manifest = new MemoryStream();
        var digest = await Digests.WriteAsync(manifest, Token);
        return (manifest.ToArray(), digest);
    }

    public async Task<DigestReport> VerifyAsync(byte[] manifest, TreeHead published)
    {
        using var stream = new MemoryStream(manifest);
        return await Digests.VerifyAsync(stream, published, cancellationToken: Token);
    }

    /// <summary>Changes the file without the library, and without the checks of the file itself.</summary>
    public void Tamper(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = "PRAGMA ignore_check_constraints = ON; " + sql;
#pragma warning restore CA2100
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    /// <summary>Reads one column without the library.</summary>
    public List<string> Query(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        List<string> found = [];
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    public ValueTask DisposeAsync() => _wallets.DisposeAsync();

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={((SqliteWalletStore)_wallets.Store.Inner).Path};Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }
}
