using WalletKit.Commands;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>A log that lost its end, or has other bytes there, gives back all commits before that place and nothing else.</summary>
[Slow]
public sealed class TornLogTests : IAsyncLifetime
{
    private const int LogHeader = 32;
    private const int Frame = 24 + 4096;

    private readonly TestDirectory _directory = new();
    private KilledStore _killed = null!;
    private byte[] _log = [];
    private Random _random = null!;

    public async ValueTask InitializeAsync()
    {
        var seed = Seed.OfCrashes();
        _random = new Random(seed);
        _killed = await KilledStore.MakeAsync(_directory, seed);
        _log = await File.ReadAllBytesAsync(_killed.Path + "-wal");
        Assert.InRange(_killed.LogEnd, 20 * Frame, _log.Length);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Cut_between_two_pages_it_gives_back_all_before()
    {
        for (var cut = 0; cut <= _killed.LogEnd; cut = cut == 0 ? LogHeader : cut + Frame)
        {
            await AssertGivesBackAsync(_log[..cut], cut);
        }
    }

    [Fact]
    public async Task Cut_inside_a_page_it_gives_back_all_before()
    {
        for (var i = 0; i < 60; i++)
        {
            var cut = _random.Next(_killed.LogEnd);
            await AssertGivesBackAsync(_log[..cut], cut);
        }
    }

    // These are the parts of a frame: the page's number, the size that marks a commit, the salts, the checksums, the page.
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    public async Task A_log_with_a_flipped_bit_in_a_page_gives_back_all_commits_before_it(int place)
    {
        for (var frame = LogHeader + (_random.Next(4) * Frame); frame < _killed.LogEnd; frame += 4 * Frame)
        {
            await AssertGivesBackTurnedAsync(frame + place + _random.Next(4));
        }
    }

    [Fact]
    public async Task A_log_with_a_flipped_bit_gives_back_all_commits_before_it()
    {
        for (var i = 0; i < 60; i++)
        {
            await AssertGivesBackTurnedAsync(_random.Next(LogHeader, _killed.LogEnd));
        }
    }

    [Fact]
    public async Task A_log_with_a_flipped_bit_in_its_head_gives_back_the_content_of_the_database()
    {
        for (var at = 0; at < LogHeader; at++)
        {
            await AssertGivesBackTurnedAsync(at);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_was_overwritten_from_one_place_on_gives_back_all_commits_before_it(bool zeros)
    {
        for (var i = 0; i < 40; i++)
        {
            var from = _random.Next(_killed.LogEnd);
            var log = _log.ToArray();
            if (zeros)
            {
                // A byte may be zero already; a byte that has a meaning is changed in any case.
                log.AsSpan(from).Clear();
                log[from] = (byte)~_log[from];
            }
            else
            {
                _random.NextBytes(log.AsSpan(from));
                log[from] = (byte)~_log[from];
            }

            await AssertGivesBackAsync(log, from);
        }
    }

    [Fact]
    public async Task A_log_with_other_bytes_behind_the_last_commit_gives_back_all()
    {
        byte[] log = [.. _log.AsSpan(0, _killed.LogEnd), .. new byte[3 * Frame]];
        for (var i = 0; i < 10; i++)
        {
            _random.NextBytes(log.AsSpan(_killed.LogEnd));
            await AssertGivesBackAsync(log, _killed.LogEnd);
        }
    }

    private Task AssertGivesBackTurnedAsync(int at)
    {
        var log = _log.ToArray();
        log[at] ^= (byte)(1 << _random.Next(8));
        return AssertGivesBackAsync(log, at);
    }

    /// <param name="log">The damaged log.</param>
    /// <param name="damagedAt">The place up to which the log is undamaged.</param>
    private async Task AssertGivesBackAsync(byte[] log, int damagedAt)
    {
        var copy = _directory.In("torn.db");
        File.Copy(_killed.Path, copy, overwrite: true);
        await File.WriteAllBytesAsync(copy + "-wal", log);
        var whole = damagedAt < LogHeader ? 0 : damagedAt - ((damagedAt - LogHeader) % Frame);
        var left = _killed.Acknowledged.TakeWhile(commit => commit.End <= whole).Select(commit => commit.Done).ToList();
        try
        {
            var next = _killed.Acknowledged.Skip(left.Count).Select(commit => commit.Done).FirstOrDefault();
            await using (var host = new WalletHost(copy))
            {
                await host.Store.OpenAsync();
                await AfterCrash.AssertCleanAsync(copy, host);
                AssertHolds(copy, left);
                if (next is not null && await next.SettleAsync(host.Wallets, _killed.Id) is { } again)
                {
                    left.Add(again);
                }
            }

            Books.AssertBalance(copy);
            AssertHolds(copy, left);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"With a log of {log.Length} bytes, of which {damagedAt} are as they were.", exception);
        }
    }

    private static void AssertHolds(string path, List<Operation> left)
    {
        using var books = Books.Open(path);
        books.AssertHolds(left);
        books.AssertNothingElse(left.Count);
    }
}
