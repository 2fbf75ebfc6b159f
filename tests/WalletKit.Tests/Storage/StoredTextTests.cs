using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

/// <summary>Text is kept as UTF-8, without additional bytes.</summary>
public sealed class StoredTextTests
{
    // The characters take two, three and four bytes each; one is unassigned, some are escaped by HTML, and the rest are all that JSON must escape.
    private static readonly TransactionMetadata s_metadata = TransactionMetadata.From(
    [
        KeyValuePair.Create("é", "\u4E00\U0001F600\uE000\uFFFF"),
        KeyValuePair.Create("a", "<&'+/> \u007F\u2028"),
        KeyValuePair.Create("b", "\"\\\n\u0001"),
    ]);

    [Fact]
    public void Metadata_is_written_as_JSON_in_which_only_what_must_be_is_escaped_and_read_back_as_it_was()
    {
        Assert.Equal("{\"a\":\"<&'+/> \u007F\u2028\",\"b\":\"\\\"\\\\\\u000a\\u0001\",\"é\":\"\u4E00\U0001F600\uE000\uFFFF\"}", s_metadata.ToJson());
        Assert.Equal(s_metadata, TransactionMetadata.FromJson(s_metadata.ToJson()));
        Assert.Equal("{}", TransactionMetadata.Empty.ToJson());
    }

    [Fact]
    public async Task The_file_holds_metadata_as_UTF_8_and_not_as_escapes()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("wallets.db");
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, new FakeTimeProvider());
        var walletId = new WalletId(Guid.CreateVersion7());
        var text = new string('\u4E00', 500);
        var metadata = TransactionMetadata.From([KeyValuePair.Create("k", text)]);
        await store.CommitAsync(
            new CommandBatch(
            [
                new OpenWallet(walletId, "owner", Currency.FromIso("USD")), new Deposit(walletId, 1m) { Metadata = metadata },
                new PlaceHold(walletId, 1m) { Metadata = metadata }, new Deposit(walletId, 1m) { Metadata = s_metadata },
            ]),
            Token);

        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Token);
        foreach (var table in new[] { "walletkit_texts", "walletkit_holds" })
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
            command.CommandText = $"SELECT CAST(metadata AS BLOB) FROM {table} WHERE metadata LIKE '{{\"k\"%'";
#pragma warning restore CA2100
            Assert.Equal(Encoding.UTF8.GetBytes($$"""{"k":"{{text}}"}"""), (byte[])(await command.ExecuteScalarAsync(Token))!);
        }

        Assert.Equal(s_metadata, (await store.FindTransactionAsync(new TransactionId(walletId, 4), Token))!.Metadata);
    }
}
