using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>One connection with kept commands, and a gate that lets one caller at a time through to it.</summary>
internal sealed class GateContender(BooksFile books, string path) : IBalanceReader
{
    private readonly KeptCommands _commands = new(books, path);
    private readonly SemaphoreSlim _gate = new(1);

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public async Task MoveAsync(Operation operation)
    {
        await _gate.WaitAsync();
        try
        {
            _commands.Begin();
            Move(operation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task ReadBalanceAsync(int wallet)
    {
        await _gate.WaitAsync();
        try
        {
            _commands.ReadBalance(wallet);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<BookTotals> ReadTotalsAsync() => Task.FromResult(BookTotals.Read(path));

    public ValueTask DisposeAsync()
    {
        _commands.Dispose();
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Move(Operation operation)
    {
        try
        {
            _commands.Move(operation);
            _commands.Commit();
        }
        catch
        {
            _commands.Rollback();
            throw;
        }
    }
}
