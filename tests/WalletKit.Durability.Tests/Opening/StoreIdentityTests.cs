using WalletKit.Storage.Sqlite;
using WalletKit.Stores;

namespace WalletKit.Durability.Tests.Opening;

public sealed class StoreIdentityTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_store_keeps_its_id_over_openings_and_migrations_and_its_copies_have_it()
    {
        await OpenAsync(_directory.Database, SqliteSchema.Current, store => store.CopyToAsync(_directory.In("copy.db"), Token));
        var id = IdOf(_directory.Database);

        await OpenAsync(_directory.Database, new SqliteSchema([.. SqliteMigrations.All, new("CREATE TABLE notes (id INTEGER PRIMARY KEY)")]));

        Assert.Equal([SqliteSchema.Current.Version + 1, SqliteSchema.Current.Version], [VersionOf(_directory.Database), VersionOf(_directory.In("copy.db"))]);
        Assert.Equal([id, id], [IdOf(_directory.Database), IdOf(_directory.In("copy.db"))]);
    }

    [Fact]
    public async Task Each_new_store_has_an_id_of_its_own()
    {
        await OpenAsync(_directory.Database, SqliteSchema.Current);
        await OpenAsync(_directory.In("other.db"), SqliteSchema.Current);

        Assert.NotEqual(IdOf(_directory.Database), IdOf(_directory.In("other.db")));
    }

    private static async Task OpenAsync(string path, SqliteSchema schema, Func<SqliteWalletStore, Task>? work = null)
    {
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, TimeProvider.System, null, null, schema);
        await store.OpenAsync(Token);
        await (work?.Invoke(store) ?? Task.CompletedTask);
    }

    private static string IdOf(string path)
    {
        using var connection = Raw.Open(path);
        return connection.Query("SELECT store_id FROM walletkit_schema", row => Convert.ToHexString((byte[])row[0])).Single();
    }

    private static long VersionOf(string path)
    {
        using var connection = Raw.Open(path);
        return connection.Number("SELECT version FROM walletkit_schema");
    }
}
