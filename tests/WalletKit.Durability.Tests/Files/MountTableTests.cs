using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Files;

public sealed class MountTableTests
{
    [Theory]
    [InlineData("/data/wallets.db", "/data/wallets.db")]
    [InlineData(@"/my\040data/tab\011line\012back\134slash", "/my data/tab\tline\nback\\slash")]
    [InlineData(@"/gr\303\274n", "/grün")]
    [InlineData(@"/cut\04", @"/cut\04")]
    public void Places_are_read_as_the_kernel_escapes_them(string field, string place) => Assert.Equal(place, MountTable.Unescape(field));

    [Fact]
    public void A_mounted_file_is_told_from_a_file_that_is_not_mounted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a table of mounts.");
        Assert.True(MountTable.Has("/proc"));
        Assert.False(MountTable.Has("/proc/self/mountinfo"));
    }
}
