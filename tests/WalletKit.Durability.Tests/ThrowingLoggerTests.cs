using Microsoft.Extensions.Logging;
using WalletKit.Stores;

namespace WalletKit.Durability.Tests;

public sealed class ThrowingLoggerTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_logger_that_throws_neither_ends_the_writer_nor_leaves_a_caller_waiting()
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database}" };
        await using var store = new SqliteWalletStore(options, TimeProvider.System, new ThrowingLogger());
        var defect = new WriterWork<int>(_ => throw new InvalidOperationException("defect"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(defect, Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token));

        var open = new OpenWallet(WalletId.Create(TimeProvider.System.GetUtcNow()), "owner", Currency.FromIso("USD"));
        Assert.Null((await store.CommitAsync(new CommandBatch(open), Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token)).Refusal);
    }

    private sealed class ThrowingLogger : ILogger<SqliteWalletStore>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
            {
                throw new IOException("no room for the log");
            }
        }
    }
}
