namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>The rows of commits that were given up.</summary>
public sealed class GivenUpMarkTests : PostgreSqlTest
{
    [Fact]
    public async Task An_opening_takes_away_the_marks_that_are_older_than_seven_days_and_no_others()
    {
        await using var host = Host();
        await host.OpenAsync(balance: 1m);
        await Sql.RunAsync("UPDATE walletkit_commits SET made_at = now() - interval '8 days'");
        await Sql.RunAsync("""
            INSERT INTO walletkit_commits (wallet_id, session, number, stands, made_at)
            SELECT gen_random_uuid(), gen_random_uuid(), days, false, now() - make_interval(days => days, hours => -1) FROM generate_series(1, 20) AS days
            """);
        var standing = await Sql.CountAsync("walletkit_commits WHERE stands");

        await using var later = Host();
        await later.OpenAsync("later");

        Assert.Equal("1,2,3,4,5,6,7", await Sql.ValueAsync<string>("SELECT string_agg(number::text, ',' ORDER BY number) FROM walletkit_commits WHERE NOT stands"));
        Assert.True(await Sql.CountAsync("walletkit_commits WHERE stands") > standing);
    }
}
