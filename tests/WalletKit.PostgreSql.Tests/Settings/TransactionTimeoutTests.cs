using System.Diagnostics;
using Npgsql;

namespace WalletKit.PostgreSql.Tests.Settings;

/// <summary>The timeout of whole transactions, which servers have from version 17 on.</summary>
public sealed class TransactionTimeoutTests
{
    private const string Schema = "transaction_timeout_tests";

    [Fact]
    public async Task A_commit_and_an_audit_take_longer_than_the_transaction_timeout_of_their_sessions()
    {
        Assert.SkipWhen(Version18.Missing is not null, Version18.Missing ?? "");
        var log = new CapturedLog();
        var limited = new NpgsqlConnectionStringBuilder(Version18.ConnectionString) { Options = "-c transaction_timeout=200ms" }.ConnectionString;
        await using var host = new WalletHost(new WalletHostOptions { Schema = Schema, Log = log }, store => store.ConnectionString = limited);
        var wallet = await host.OpenAsync(balance: 1m);
        await using var sql = new Sql(Schema, Version18.ConnectionString);
        var foreign = await sql.BeginAsync();
        await foreign.RunAsync("LOCK TABLE walletkit_schema, walletkit_journal IN ACCESS EXCLUSIVE MODE");

        var asked = Stopwatch.GetTimestamp();
        var deposit = host.Wallets.DepositAsync(wallet, 1m, cancellationToken: Token);
        var audit = host.AssertCleanAsync();
        await Until.TrueAsync(() => Task.FromResult(Stopwatch.GetElapsedTime(asked) > TimeSpan.FromSeconds(1)), "the timeout is over");
        await foreign.CommitAsync();
        await foreign.DisposeAsync();

        Assert.Equal(2m, (await deposit).Balance);
        await audit;
        Assert.DoesNotContain(log.Lines, static line => line.Id is 501 or 504);
        await sql.RunAsync($"DROP SCHEMA {Schema} CASCADE");
    }
}
