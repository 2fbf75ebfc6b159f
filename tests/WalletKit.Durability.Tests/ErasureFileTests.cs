using System.Text;
using Microsoft.Data.Sqlite;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests;

/// <summary>The files of a database after an erasure.</summary>
public sealed class ErasureFileTests : IDisposable
{
    private const string Personal = "erika.mustermann";

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task No_text_of_an_erased_owner_is_in_the_file_or_its_log_after_a_vacuum_and_a_checkpoint()
    {
        await using var host = new WalletHost(_directory.Database);
        var walletId = await TellAsync(host);
        Assert.True(Occurrences() > 100, "the texts are in the files before the erasure");

        var erased = await host.Wallets.EraseOwnerAsync(Personal, new() { Reason = "asked for by mail" }, Token);
        await CompactAsync();

        Assert.Equal(walletId, Assert.Single(erased).Event.WalletId);
        Assert.Equal(0, Occurrences());
        Assert.True((await host.Audit.AuditAsync(cancellationToken: Token)).IsClean);
        Assert.Equal(0m, (await host.Wallets.GetBalanceAsync(walletId, Token)).Balance);
    }

    [Fact]
    public async Task A_second_erasure_removes_the_texts_since_the_first_also_those_of_holds()
    {
        await using var host = new WalletHost(_directory.Database);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        for (var i = 0; i < 5; i++)
        {
            await host.Wallets.DepositAsync(wallet.Id, 2m, cancellationToken: Token);
        }

        await host.Wallets.EraseAsync(wallet.Id, new() { IncludeOpen = true }, Token);
        await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, new() { Reference = Personal, Metadata = new Dictionary<string, string> { ["mail"] = Personal } }, Token);
        Assert.True(Occurrences() > 0);

        await host.Wallets.EraseAsync(wallet.Id, new() { IncludeOpen = true }, Token);
        await CompactAsync();

        Assert.Equal(0, Occurrences());
        Assert.True((await host.Audit.AuditAsync(cancellationToken: Token)).IsClean);
    }

    [Fact]
    public async Task An_idempotency_key_is_in_no_file_at_any_time()
    {
        await using var host = new WalletHost(_directory.Database);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;

        await host.Wallets.DepositAsync(wallet.Id, 1m, new() { IdempotencyKey = Personal }, Token);

        Assert.Equal(0, Occurrences());
        Assert.True((await host.Wallets.DepositAsync(wallet.Id, 1m, new() { IdempotencyKey = Personal }, Token)).Replayed);
    }

    [Fact]
    public async Task The_texts_of_others_stay()
    {
        await using var host = new WalletHost(_directory.Database);
        var walletId = await TellAsync(host);
        var other = (await host.Wallets.OpenAsync("another", "USD", cancellationToken: Token)).Wallet;
        await host.Wallets.DepositAsync(other.Id, 1m, new() { Reference = "theirs" }, Token);

        await host.Wallets.EraseAsync(walletId, cancellationToken: Token);
        await CompactAsync();

        Assert.Equal(("another", "theirs"), ((await host.Wallets.GetWalletAsync(other.Id, Token)).OwnerId, (await host.Wallets.GetTransactionAsync(new(other.Id, 2), Token)).Reference));
    }

    private static async Task<WalletId> TellAsync(WalletHost host)
    {
        var metadata = new Dictionary<string, string> { [Personal] = Personal };
        var wallet = (await host.Wallets.OpenAsync(Personal, "USD", $"{Personal}'s wallet", new() { Actor = Personal }, Token)).Wallet;
        for (var i = 0; i < 50; i++)
        {
            await host.Wallets.DepositAsync(wallet.Id, 2m, new() { Reference = $"{Personal} {i}", Metadata = metadata, Actor = Personal, IdempotencyKey = $"{Personal} {i}" }, Token);
            var hold = (await host.Wallets.PlaceHoldAsync(wallet.Id, 2m, new() { Reference = Personal, Metadata = metadata }, Token)).Hold;
            await host.Wallets.CaptureHoldAsync(hold.Id, options: new() { Reference = Personal }, cancellationToken: Token);
        }

        await host.Wallets.FreezeAsync(wallet.Id, new() { Reason = Personal }, Token);
        await host.Wallets.UnfreezeAsync(wallet.Id, cancellationToken: Token);
        await host.Rebates.ProcessPendingAsync(Token);
        var balance = (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance;
        await host.Wallets.WithdrawAsync(wallet.Id, balance, cancellationToken: Token);
        await host.Wallets.CloseAsync(wallet.Id, new() { Reason = Personal }, Token);
        return wallet.Id;
    }

    // An operator does the same at a shell, beside the running host.
    private async Task CompactAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_directory.Database};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync(Token);
    }

    private int Occurrences()
    {
        var count = 0;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_directory.Database)!))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var rest = bytes.ToArray().AsSpan();
            for (int at; (at = rest.IndexOf(Encoding.UTF8.GetBytes(Personal))) >= 0; count++)
            {
                rest = rest[(at + 1)..];
            }
        }

        return count;
    }
}
