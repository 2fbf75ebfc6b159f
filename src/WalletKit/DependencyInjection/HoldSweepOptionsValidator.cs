using Microsoft.Extensions.Options;

namespace WalletKit.DependencyInjection;

internal sealed class HoldSweepOptionsValidator : IValidateOptions<HoldSweepOptions>
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, HoldSweepOptions options) =>
        options.Interval >= MinInterval && options.Interval <= MaxInterval
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{nameof(HoldSweepOptions)}.{nameof(options.Interval)} is {options.Interval}; it must be {MinInterval} to {MaxInterval}.");
}
