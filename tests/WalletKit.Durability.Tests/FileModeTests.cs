using System.Runtime.Versioning;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests;

/// <summary>
/// The modes of files with money in them: only the owner may read a new file, whatever the umask of the process; existing files keep their modes.
/// </summary>
[SupportedOSPlatform("linux")]
[Slow]
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The umask of this process leaves all permissions to everybody.
    private static readonly string[] s_openHanded = ["sh", "-c", "umask 0; exec \"$@\"", "sh"];

    private readonly TestDirectory _directory = new();

    private string[] Files => [_directory.Database, _directory.Database + "-wal", _directory.Database + "-shm"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_new_database_is_its_owners_alone_even_where_the_process_gives_all_to_everybody()
    {
        SkipUnlessLinux();
        using var process = HostProcess.Start(_directory.Database, "run", seed: 1, through: s_openHanded);
        await process.ReachAsync(1);

        Assert.All(Files, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));

        // The files of a killed process, and the files that the next process makes of them.
        await process.KillAsync();
        Assert.All(Files, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
        using var next = HostProcess.Start(_directory.Database, "next", seed: 2, through: s_openHanded);
        await next.ReachAsync(1);
        Assert.All(Files, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
        await next.KillAsync();
    }

    // The umask of the tests' own process removes the right to write from the group and from others.
    [Theory]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public async Task A_new_database_and_its_log_have_the_mode_that_is_set_whatever_the_mask_of_the_process(UnixFileMode mode)
    {
        SkipUnlessLinux();
        await using var host = new WalletHost(_directory.Database, options => options.UnixCreateMode = mode);

        await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);

        Assert.All(Files, file => Assert.Equal(mode, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData(OwnerOnly)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead)]
    public async Task A_database_that_stands_keeps_its_mode_and_its_log_gets_the_same(UnixFileMode mode)
    {
        SkipUnlessLinux();
        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);
        }

        File.SetUnixFileMode(_directory.Database, mode);
        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Wallets.OpenAsync("another", "USD", cancellationToken: Token);

            // A reader of the database must be able to read the commits that are only in its log.
            Assert.All(Files, file => Assert.Equal(mode, File.GetUnixFileMode(file)));
        }

        Assert.Equal(mode, File.GetUnixFileMode(_directory.Database));
    }

    [Fact]
    public async Task An_empty_file_that_stands_keeps_its_mode()
    {
        SkipUnlessLinux();
        const UnixFileMode Shared = OwnerOnly | UnixFileMode.GroupRead;
        await File.WriteAllBytesAsync(_directory.Database, [], Token);
        File.SetUnixFileMode(_directory.Database, Shared);
        await using var host = new WalletHost(_directory.Database);

        await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);

        Assert.Equal(Shared, File.GetUnixFileMode(_directory.Database));
    }

    private static void SkipUnlessLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The modes of files, and the mask of a process, are those of Linux.");
}
