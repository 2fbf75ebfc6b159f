using System.Text.Json;
using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.TestHost.Course;
using WalletKit.Testing.Model.Running;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>
/// SQLite keeps no checksums of a database's pages. A flipped bit that breaks the structure of the file is found by every reader; another flipped bit is found
/// by an audit of the books, if it contradicts anything.
/// </summary>
[Slow]
public sealed class DamagedDatabaseTests : IAsyncLifetime
{
    private const int Wallets = 2;
    private const int HeadSize = 100;
    private const string Clean = "clean";
    private const int Cases = 500;

    // The time is a thousand times that of a case; a case that does not end fails.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private readonly WalletId[] _walletIds = new WalletId[Wallets];
    private byte[] _database = [];
    private byte[] _manifest = [];
    private StoreDigest _digest = null!;
    private Random _random = null!;
    private string _money = "";
    private string _all = "";

    public async ValueTask InitializeAsync()
    {
        var seed = Seed.OfCrashes();
        _random = new Random(seed);
        var record = new CourseRecord();
        await new FileCourse(_directory.Database, seed, 40, record).RunAsync();
        for (var wallet = 0; wallet < Wallets; wallet++)
        {
            _walletIds[wallet] = record.WalletIds[wallet];
        }

        _database = await File.ReadAllBytesAsync(_directory.Database, Token);
        (_money, _all) = await ReadAllAsync(_directory.Database);
        await using var host = new WalletHost(_directory.Database);
        using var manifest = new MemoryStream();
        _digest = await host.Digests.WriteAsync(manifest, Token);
        _manifest = manifest.ToArray();
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Reading_a_file_with_a_flipped_bit_is_right_or_refused_by_name_and_wrong_sums_are_found_by_a_check_of_the_books()
    {
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Cases; i++)
        {
            // The test damages each byte of the head, and random bytes elsewhere.
            var at = i < HeadSize ? i : _random.Next(HeadSize, _database.Length);
            var damaged = _database.ToArray();
            damaged[at] ^= (byte)(1 << _random.Next(8));
            var copy = _directory.In("damaged.db");
            await File.WriteAllBytesAsync(copy, damaged, Token);
            try
            {
                var (reading, isWrong) = await ReadAsync(copy);
                var found = Found(copy);
                Assert.False(isWrong && found is null, "Sums are wrong, and nothing is found.");
                var (audited, isClean) = await AuditAsync(copy);
                Assert.False(isWrong && isClean, "Sums are wrong, and neither the audit nor the verification finds anything.");
                var outcome = $"{reading}; {found ?? "nothing found"}; {audited}";
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"With a bit turned at {at}: {damaged[at]:X2} in place of {_database[at]:X2}.", exception);
            }

            Array.ForEach(Directory.GetFiles(_directory.Path, "damaged.db-*"), File.Delete);
        }

        WriteLine(string.Join('\n', outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => $"{outcome.Value} {outcome.Key}")));
    }

    // Any outcome but a refusal with a name is a defect.
    private async Task<(string Reading, bool IsWrong)> ReadAsync(string copy)
    {
        try
        {
            var (money, all) = await ReadAllAsync(copy);
            return money != _money ? ("sums wrong", true) : all != _all ? ("other things wrong", false) : ("right", false);
        }
        catch (WalletStoreException exception) when (IsByName(exception))
        {
            return ($"refused as {exception.Failure}", false);
        }
        catch (WalletNotFoundException)
        {
            return ("a wallet not found", true);
        }
    }

    private async Task<(string Audited, bool IsClean)> AuditAsync(string copy)
    {
        using var guard = Guarded();
        await using var host = new WalletHost(copy, timeProvider: TestClock.Tomorrow());
        var audited = await OutcomeAsync(async () => (await host.Audit.AuditAsync(cancellationToken: guard.Token)).IsClean);
        var verified = await OutcomeAsync(async () =>
        {
            using var manifest = new MemoryStream(_manifest);
            return (await host.Digests.VerifyAsync(manifest, _digest.Head, cancellationToken: guard.Token)).IsClean;
        });
        return ($"audit {audited}, verification {verified}", audited == Clean && verified == Clean);
    }

    private static async Task<string> OutcomeAsync(Func<Task<bool>> look)
    {
        try
        {
            return await look() ? Clean : "with findings";
        }
        catch (WalletStoreException exception) when (IsByName(exception))
        {
            return $"refused as {exception.Failure}";
        }
    }

    private static CancellationTokenSource Guarded()
    {
        var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(Guard);
        return guard;
    }

    private static bool IsByName(WalletStoreException exception) =>
        exception.Failure is not (StoreFailure.Busy or StoreFailure.Full or StoreFailure.InputOutput or StoreFailure.Closed);

    private static string? Found(string copy)
    {
        try
        {
            Books.AssertBalance(copy);
            return null;
        }
        catch (SqliteException)
        {
            return "found by SQLite";
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            return exception.Message.Contains("file is whole", StringComparison.Ordinal) ? "found by SQLite's integrity check" : "found in the books";
        }
    }

    // Reads the sums, and all the rows.
    private async Task<(string Money, string All)> ReadAllAsync(string path)
    {
        using var guard = Guarded();
        await using var host = new WalletHost(path, timeProvider: TestClock.Tomorrow());
        var (money, all) = (new List<object?>(), new List<object?>());
        foreach (var id in _walletIds)
        {
            var wallet = await host.Wallets.GetWalletAsync(id, guard.Token);
            all.Add(wallet);
            money.Add(wallet.BalanceMinorUnits);
            await foreach (var transaction in host.Wallets.StreamTransactionsAsync(id, cancellationToken: guard.Token))
            {
                all.Add(transaction);
                money.Add((transaction.AmountMinorUnits, transaction.BalanceAfterMinorUnits));
            }
        }

        await host.Wallets.ExpireHoldsAsync(guard.Token);
        foreach (var status in Enum.GetValues<RebateStatus>())
        {
            await foreach (var rebate in host.Rebates.StreamAsync(status, guard.Token))
            {
                all.Add(rebate);
            }
        }

        return (string.Join('\n', money), JsonSerializer.Serialize(all));
    }
}
