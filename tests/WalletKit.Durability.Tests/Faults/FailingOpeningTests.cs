using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The opening of a file meets a fault at each call that it makes to the disk.</summary>
[Slow]
public sealed class FailingOpeningTests : IDisposable
{
    private const int MaxCalls = 300;

    private readonly TestDirectory _directory = new();

    public static TheoryData<DiskFault> Faults => [.. Enum.GetValues<DiskFault>()];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_new_file_whose_creation_fails_is_created_by_the_next_caller(DiskFault fault) => FailAtEachAsync(fault, static path =>
    {
        Array.ForEach(Directory.GetFiles(Path.GetDirectoryName(path)!), File.Delete);
        return Task.CompletedTask;
    });

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_file_that_a_crash_left_and_that_cannot_be_opened_has_all_that_was_acknowledged_when_it_can(DiskFault fault)
    {
        using var made = new TestDirectory();
        var killed = await KilledStore.MakeAsync(made, Seed.OfFaults());
        await FailAtEachAsync(
            fault,
            path =>
            {
                Array.ForEach(Directory.GetFiles(_directory.Path), File.Delete);
                File.Copy(killed.Path, path);
                File.Copy(killed.Path + "-wal", path + "-wal");
                return Task.CompletedTask;
            },
            path => AfterCrash.AssertWholeAsync(path, new([.. killed.Acknowledged.Select(commit => commit.Done)], null, killed.Id), TimeProvider.System.GetUtcNow()));
    }

    private async Task FailAtEachAsync(DiskFault fault, Func<string, Task> prepare, Func<string, Task>? check = null)
    {
        bool hasFailed;
        var (call, refused) = (0, 0);
        do
        {
            await prepare(_directory.Database);
            using (var disk = new FailingDisk(_directory.Database))
            {
                await using var host = new WalletHost(_directory.Database);
                disk.FailAt(fault, ++call, stays: false);
                if (await Record.ExceptionAsync(async () => await host.Store.OpenAsync(Token)) is { } thrown)
                {
                    refused++;
                    var refusal = Assert.IsType<WalletStoreException>(thrown);
                    Assert.True(refusal.Failure == (fault == DiskFault.WriteFindsItFull ? StoreFailure.Full : StoreFailure.InputOutput), $"At call {call}: {refusal}");
                }

                hasFailed = disk.HasFailed;
                disk.Mend();
                var wallet = (await host.Wallets.OpenAsync("next", "USD", cancellationToken: Token)).Wallet;
                await host.Wallets.CloseAsync(wallet.Id, cancellationToken: Token);
                await AfterCrash.AssertCleanAsync(_directory.Database, host);
            }

            await (check?.Invoke(_directory.Database) ?? Task.CompletedTask);
        }
        while (hasFailed && call < MaxCalls);

        WriteLine($"{refused} refusals at {call - 1} calls");
        Assert.InRange(call, 2, MaxCalls - 1);

        // If there is no room to copy the log, the log stays unchanged, and its commits can be read.
        Assert.Equal(fault != DiskFault.WriteFindsItFull || check is null, refused > 0);
    }
}
