using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace WalletKit.Rebates;

/// <summary>
/// The rebate settings in force. Bad settings make their first reader fail, which in a host is the start. Bad settings that a reload brings later are
/// refused: the last good ones stay in force, so that a saved configuration file never makes a deposit fail.
/// </summary>
internal sealed partial class RebateSettings : IOptionsMonitor<RebateOptions>, IDisposable
{
    private readonly IOptionsFactory<RebateOptions> _factory;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _sources;
    private readonly Lock _lock = new();
    private volatile RebateOptions? _inForce;

    public RebateSettings(IOptionsFactory<RebateOptions> factory, IEnumerable<IOptionsChangeTokenSource<RebateOptions>> sources, ILogger<RebateSettings>? logger = null)
    {
        _factory = factory;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        _sources = [.. sources.Where(static source => IsDefault(source.Name)).Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload))];
    }

    private event Action<RebateOptions, string?>? Changed;

    /// <summary>The reason for which the newest settings were refused; null where they are in force.</summary>
    public string? Refused { get; private set; }

    public RebateOptions CurrentValue => _inForce ?? Load();

    public RebateOptions Get(string? name) => IsDefault(name) ? CurrentValue : _factory.Create(name!);

    public IDisposable OnChange(Action<RebateOptions, string?> listener)
    {
        Changed += listener;
        return new Subscription(() => Changed -= listener);
    }

    public void Dispose() => _sources.ForEach(static source => source.Dispose());

    private static bool IsDefault(string? name) => string.IsNullOrEmpty(name);

    private RebateOptions Load()
    {
        lock (_lock)
        {
            return _inForce ??= _factory.Create(Options.DefaultName);
        }
    }

    // Where no settings are in force yet, their first reader learns the fault.
    private void Reload()
    {
        if (_inForce is null)
        {
            return;
        }

        try
        {
            lock (_lock)
            {
                _inForce = _factory.Create(Options.DefaultName);
                Refused = null;
            }
        }
        catch (Exception exception)
        {
            // The settings were refused by validation, or a value cannot be read: the settings in force are better than none.
            Refused = exception.Message;
            LogRefused(_logger, exception);
            return;
        }

        Changed?.Invoke(CurrentValue, Options.DefaultName);
    }

    [LoggerMessage(EventId = 220, Level = LogLevel.Error, Message = "The rebate settings that a reload brought are refused; the last good ones stay in force.")]
    private static partial void LogRefused(ILogger logger, Exception exception);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
