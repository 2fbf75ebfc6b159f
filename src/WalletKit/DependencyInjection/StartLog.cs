using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WalletKit.Stores;

namespace WalletKit.DependencyInjection;

/// <summary>Logs at the start the settings that an operator must know: a file that was chosen by default, and the largest possible balances.</summary>
internal sealed partial class StartLog(
    IWalletStore store,
    IOptions<SqliteStoreOptions> sqlite,
    IOptions<WalletKitOptions> walletKit,
    IHostEnvironment? environment = null,
    ILogger<StartLog>? logger = null) : IHostedService
{
    // A customer can reach a largest balance below a million units.
    private const decimal SmallBalance = 1_000_000m;

    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (store is SqliteWalletStore file && !sqlite.Value.IsFileChosen && environment?.IsDevelopment() != true)
        {
            LogNoStoreChosen(_logger, file.Path);
        }

        foreach (var currency in walletKit.Value.Currencies.Distinct())
        {
            if (currency.MaxBalance < SmallBalance)
            {
                LogSmallBalance(_logger, currency.Code, currency.Exponent, currency.MaxBalance);
            }
            else
            {
                LogLargestBalance(_logger, currency.Code, currency.Exponent, currency.MaxBalance);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
