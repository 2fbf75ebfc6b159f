using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using WalletKit.PostgreSql.Rows;

namespace WalletKit.PostgreSql.Rebates;

/// <summary>
/// Tells other hosts that this host earned rebates, and hears the same from them, by NOTIFY and LISTEN. The news only makes a processor look sooner: the next poll finds
/// a rebate whose news got lost.
/// </summary>
internal sealed partial class RebateNews(NpgsqlDataSource dataSource, PostgreSqlStoreOptions options, TimeProvider timeProvider, ILogger logger) : IAsyncDisposable
{
    // The driver is not told to cancel a query: while it asks the server to, it waits without a limit. A host that ends leaves such a query behind.
    // One word is as good as a thousand, and each takes a lock that all of the server's commits with one must take. So it is sent on its own, and seldom.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly string _channel = $"walletkit_{options.Schema}";
    private readonly string _self = options.Random.NextInt64().ToString(CultureInfo.InvariantCulture);
    private readonly Channel<bool> _outgoing = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Channel<bool> _heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task? _telling;
    private Task? _listening;

    /// <summary>Tells the others, soon; never waits and never fails.</summary>
    public void Announce()
    {
        lock (_lock)
        {
            if (!_closing.IsCancellationRequested)
            {
                using var _ = ExecutionContext.SuppressFlow();
                _telling ??= Task.Run(TellAsync, CancellationToken.None);
            }
        }

        _outgoing.Writer.TryWrite(true);
    }

    /// <summary>Waits until another host has earned something. It may not be heard of.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_closing.IsCancellationRequested)
            {
                using var _ = ExecutionContext.SuppressFlow();
                _listening ??= Task.Run(ListenAsync, CancellationToken.None);
            }
        }

        await _heard.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Task?[] running;
        lock (_lock)
        {
            _closing.Cancel();
            running = [_telling, _listening];
        }

        await Task.WhenAll(running.Select(static task => task ?? Task.CompletedTask)).ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task TellAsync()
    {
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(_closing.Token).ConfigureAwait(false))
            {
                _outgoing.Reader.TryRead(out _);
                await TellOnceAsync().WaitAsync(_closing.Token).ConfigureAwait(false);
                await Task.Delay(Rest, _closing.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The other hosts find the remaining rebates at their next poll.
        }
    }

    private async Task TellOnceAsync()
    {
        try
        {
            var command = dataSource.CreateCommand("SELECT pg_notify($1, $2)");
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(Parameter.Of(_channel));
                command.Parameters.Add(Parameter.Of(_self));
                await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
        {
            LogNotTold(logger, exception);
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                await ListenOnceAsync().WaitAsync(_closing.Token).ConfigureAwait(false);
                await Task.Delay(PauseAfterFailure, _closing.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The store is closing, so this host listens no more.
        }
    }

    private async Task ListenOnceAsync()
    {
        try
        {
            var connection = await dataSource.OpenConnectionAsync(_closing.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                connection.Notification += (_, notice) =>
                {
                    if (notice.Payload != _self)
                    {
                        Hear();
                    }
                };
                await AskAsync(connection, $"LISTEN \"{_channel}\"").ConfigureAwait(false);

                // The host did not hear the news that was sent while it did not listen.
                Hear();
                while (true)
                {
                    // A broken connection to the server looks like a connection without news.
                    if (!await HasNewsAsync(connection).ConfigureAwait(false))
                    {
                        await AskAsync(connection, "SELECT 1").ConfigureAwait(false);
                    }
                }
            }
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfServer(exception))
        {
            LogNotHeard(logger, exception);
        }
    }

    private async Task<bool> HasNewsAsync(NpgsqlConnection connection)
    {
        using var silence = new CancellationTokenSource(options.ListenerProbeInterval, timeProvider);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, _closing.Token);
        try
        {
            await connection.WaitAsync(ending.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task AskAsync(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Hear() => _heard.Writer.TryWrite(true);

    [LoggerMessage(EventId = 520, Level = LogLevel.Warning, Message = "Other hosts could not be told that rebates were earned; they find them at their next poll.")]
    private static partial void LogNotTold(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 521, Level = LogLevel.Warning, Message = "Other hosts cannot be heard; rebates that they earn are found at the next poll.")]
    private static partial void LogNotHeard(ILogger logger, Exception exception);
}
