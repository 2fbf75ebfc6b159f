using Microsoft.Extensions.DependencyInjection;
using WalletKit.AspNetCore;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.PostgreSql.Reading;
using WalletKit.Service.Reading;
using WalletKit.Stores;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>WalletKit in the setup of a host, on a SQLite file and with its defaults.</summary>
internal sealed class WalletKitContender : IBalanceReader, IHistoryReader, IRebatePayer
{
    private readonly ServiceProvider _services;
    private readonly IWalletService _wallets;
    private readonly WalletId[] _ids;
    private readonly string _path;

    private readonly ICommitParticipant? _participant;

    private WalletKitContender(ServiceProvider services, WalletId[] ids, string path, ICommitParticipant? participant)
    {
        _participant = participant;
        _services = services;
        _wallets = services.GetRequiredService<IWalletService>();
        _ids = ids;
        _path = path;
    }

    public static Task<WalletKitContender> OpenAsync(BooksFile books, string path) => OpenAsync(books, path, participant: null);

    /// <summary>Opens a host whose commits each have a row of the host's as well.</summary>
    public static Task<WalletKitContender> OpenJoinedAsync(BooksFile books, string path)
    {
        using (var connection = BooksFile.Connect(path))
        {
            Sql.Run(connection, OrderParticipant.CreateTable);
        }

        return OpenAsync(books, path, new OrderParticipant());
    }

    private static async Task<WalletKitContender> OpenAsync(BooksFile books, string path, ICommitParticipant? participant)
    {
        // Rebates are earned, and recorded in the same commit. Where they are paid, a call pays them, so that no scenario measures two things.
        var services = new ServiceCollection()
            .AddWalletKit(wallets => wallets
                .UseSqlite($"Data Source={path}")
                .AddRebates(rebates => rebates.ProcessInBackground = false))
            .BuildServiceProvider();
        await services.GetRequiredService<IWalletStore>().OpenAsync();
        return new WalletKitContender(services, books.WalletIds, path, participant);
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public Task MoveAsync(Operation operation) => _wallets.MoveAsync(_ids, operation, _participant);

    public Task ReadBalanceAsync(int wallet) => _wallets.GetBalanceAsync(_ids[wallet]);

    public async Task<(int Count, long Last)> ReadPageAsync(long? before, int limit)
    {
        // A host has the cursor from the previous page; a cursor made here saves the reading of the pages before it. The opening has the first version, and
        // each deposit the next one.
        var cursor = before is { } sequence ? HistoryCursor.Write(_ids[0], HistoryOrder.NewestFirst, sequence + 1) : null;
        var page = await _wallets.ListTransactionsAsync(_ids[0], new HistoryOptions { Limit = limit, Cursor = cursor });
        return (page.Transactions.Count, page.Transactions[^1].Sequence);
    }

    public async Task PayAsync(Meter meter)
    {
        var tally = meter.NewTally();
        var pass = await _services.GetRequiredService<IRebateService>().ProcessPendingAsync();
        tally.Complete(pass.Paid);
        tally.Acknowledge(BookTotals.OfRebates(pass.Paid));
    }

    public Task<BookTotals> ReadTotalsAsync() => Task.FromResult(BookTotals.ReadJournal(_path));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
