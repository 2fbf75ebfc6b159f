using System.Diagnostics;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>
/// The limit of SQLite itself: one handwritten loop, one operation after another on a thread of its own, without callers, awaits or a library. The latency of
/// an operation lasts until its commit.
/// </summary>
internal sealed class RawContender(BooksFile books, string path, int operationsPerCommit) : IRebatePayer
{
    private readonly KeptCommands _commands = new(books, path);
    private readonly Operation[] _operations = new Operation[operationsPerCommit];
    private readonly long[] _began = new long[operationsPerCommit];

    public Task WorkAsync(Workload workload, Meter meter) => RunAsync(() => Work(new OperationStream(workload, 0), meter, meter.NewTally()));

    public Task PayAsync(Meter meter) => RunAsync(() =>
    {
        using var payments = new KeptPayments(_commands.Connection);
        var tally = meter.NewTally();
        while (PaySome(payments, tally))
        {
        }
    });

    public Task<BookTotals> ReadTotalsAsync() => Task.FromResult(BookTotals.Read(path));

    public ValueTask DisposeAsync()
    {
        _commands.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Task RunAsync(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Work(OperationStream operations, Meter meter, Tally tally)
    {
        while (!meter.IsOver)
        {
            _commands.Begin();
            for (var i = 0; i < operationsPerCommit; i++)
            {
                _began[i] = Stopwatch.GetTimestamp();
                _operations[i] = operations.Next();
                _commands.Move(_operations[i]);
            }

            _commands.Commit();
            var ended = Stopwatch.GetTimestamp();
            for (var i = 0; i < operationsPerCommit; i++)
            {
                tally.Complete(_began[i], ended);
                tally.Acknowledge(_operations[i]);
            }
        }
    }

    private bool PaySome(KeptPayments payments, Tally tally)
    {
        _commands.Begin();
        var due = payments.ReadDue(operationsPerCommit);
        for (var i = 0; i < due.Count; i++)
        {
            _began[i] = Stopwatch.GetTimestamp();
            payments.Pay(due[i]);
        }

        _commands.Commit();
        var ended = Stopwatch.GetTimestamp();
        for (var i = 0; i < due.Count; i++)
        {
            tally.Complete(_began[i], ended);
        }

        tally.Acknowledge(BookTotals.OfRebates(due.Count));
        return due.Count > 0;
    }
}
