namespace WalletKit.Durability.Tests.Opening;

/// <summary>Hosts that open a new file at the same moment, which begin and empty its log in any order.</summary>
[Slow]
public sealed class FirstOpeningTests
{
    private const int Rounds = 50;
    private const int Hosts = 10;

    [Fact]
    public async Task No_host_is_refused_a_new_file_that_others_open_at_the_same_moment()
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var directory = new TestDirectory();
            await OpeningsAtOnce.OpenAsync(directory.Database, Hosts);
        }
    }
}
