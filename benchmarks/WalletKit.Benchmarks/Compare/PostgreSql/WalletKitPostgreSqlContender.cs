using Microsoft.Extensions.DependencyInjection;
using WalletKit.AspNetCore;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Stores;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>WalletKit in the setup of a host, in PostgreSQL and with its defaults.</summary>
internal sealed class WalletKitPostgreSqlContender : IMover
{
    private readonly PostgreSqlBooks _books;
    private readonly ServiceProvider _services;
    private readonly IWalletService _wallets;

    private readonly ICommitParticipant? _participant;

    private WalletKitPostgreSqlContender(PostgreSqlBooks books, ServiceProvider services, ICommitParticipant? participant)
    {
        _participant = participant;
        _books = books;
        _services = services;
        _wallets = services.GetRequiredService<IWalletService>();
    }

    public static async Task<WalletKitPostgreSqlContender> OpenAsync(WalletId[] walletIds) => await OpenAsync(await PostgreSqlBooks.CreateJournalAsync(walletIds), participant: null);

    /// <summary>Opens a host whose commits each have a row of the host's as well.</summary>
    public static async Task<WalletKitPostgreSqlContender> OpenJoinedAsync(WalletId[] walletIds)
    {
        var books = await PostgreSqlBooks.CreateJournalAsync(walletIds);
        await books.CreateOrdersAsync();
        return await OpenAsync(books, new PostgreSqlOrderParticipant(books.Schema));
    }

    private static async Task<WalletKitPostgreSqlContender> OpenAsync(PostgreSqlBooks books, ICommitParticipant? participant)
    {
        // Rebates are earned, and recorded in the same commit, but not paid: no scenario measures two things.
        var services = PostgreSqlJournal.CreateServices(books);
        await services.GetRequiredService<IWalletStore>().OpenAsync();
        return new WalletKitPostgreSqlContender(books, services, participant);
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public Task MoveAsync(Operation operation) => _wallets.MoveAsync(_books.WalletIds, operation, _participant);

    public Task<BookTotals> ReadTotalsAsync() => _books.ReadTotalsAsync();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _books.DisposeAsync();
    }
}
