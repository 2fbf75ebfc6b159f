using System.Diagnostics;
using System.Runtime.Versioning;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests;

[UnsupportedOSPlatform("windows")]
[Slow]
public sealed class ReadOnlyFileTests : IDisposable
{
    private const UnixFileMode ReadOnlyFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ReadOnlyDirectory = ReadOnlyFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OpenDirectory = ReadOnlyDirectory | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // The process runs as another user, because permission bits do not bind the superuser.
    private static readonly string[] AsNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

    private readonly TestDirectory _directory = new();

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_directory.Path, OpenDirectory);
        }

        _directory.Dispose();
    }

    [Theory]
    [InlineData(ReadOnlyFile, ReadOnlyDirectory, "store_read_only")]
    [InlineData(ReadOnlyFile, OpenDirectory, "store_read_only")]
    [InlineData(ReadOnlyFile | UnixFileMode.OtherWrite | UnixFileMode.UserWrite, ReadOnlyDirectory, "store_read_only")]
    public async Task A_database_that_cannot_be_written_is_refused_at_the_start_and_left_as_it_was(UnixFileMode file, UnixFileMode directory, string code)
    {
        SkipUnlessModesBind();
        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Wallets.OpenAsync("owner-0", "USD", cancellationToken: Token);
        }

        var before = _directory.Contents();
        File.SetUnixFileMode(_directory.Database, file);
        File.SetUnixFileMode(_directory.Path, directory);

        using var process = HostProcess.Start(_directory.Database, "run", seed: 1, operations: 1, through: Through);

        Assert.Equal(3, await process.ReadToEndAsync());
        Assert.StartsWith($"failed {code} ", Assert.Single(process.Failures), StringComparison.Ordinal);
        Assert.Contains(_directory.Database, process.Failures[0], StringComparison.Ordinal);
        Assert.Equal(before, _directory.Contents());
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_takes_no_new_database()
    {
        SkipUnlessModesBind();
        File.SetUnixFileMode(_directory.Path, ReadOnlyDirectory);

        using var process = HostProcess.Start(_directory.Database, "run", seed: 1, operations: 1, through: Through);

        Assert.Equal(3, await process.ReadToEndAsync());
        Assert.StartsWith("failed store_cannot_open ", Assert.Single(process.Failures), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    private static string[] Through => Environment.IsPrivilegedProcess ? AsNobody : [];

    private static void SkipUnlessModesBind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        if (Environment.IsPrivilegedProcess)
        {
            Assert.SkipUnless(Succeeds([.. AsNobody, "test", "-r", HostProcess.Program]), "The superuser is bound by no file mode, and the program cannot be started as anybody else.");
            Assert.SkipUnless(Succeeds([.. AsNobody, "test", "-x", DotNet.Host]), "The superuser is bound by no file mode, and the runtime cannot be started as anybody else.");
        }
    }

    private static bool Succeeds(string[] command)
    {
        try
        {
            using var process = Process.Start(command[0], command[1..]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
