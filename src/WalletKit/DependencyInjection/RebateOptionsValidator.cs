using System.Globalization;
using Microsoft.Extensions.Options;
using WalletKit.Model.Money;

namespace WalletKit.DependencyInjection;

internal sealed class RebateOptionsValidator : IValidateOptions<RebateOptions>
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, RebateOptions options)
    {
        List<string> broken = [];
        if (options.Rate is < 0 or > 1 || options.Rate != decimal.Round(options.Rate, Percentage.MaxRateDecimals))
        {
            broken.Add(Say(nameof(options.Rate), options.Rate, $"from 0 to 1, with at most {Percentage.MaxRateDecimals} decimals"));
        }

        if (!Enum.IsDefined(options.Rounding))
        {
            broken.Add(Say(nameof(options.Rounding), options.Rounding, string.Join(", ", Enum.GetNames<MidpointRounding>())));
        }

        Check(broken, nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), OneDay);
        Check(broken, nameof(options.BatchSize), options.BatchSize, 1, 10_000);
        Check(broken, nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 10_000);
        Check(broken, nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Check(broken, nameof(options.ClaimDuration), options.ClaimDuration, options.AttemptTimeout, OneDay);
        Check(broken, nameof(options.MaxAttempts), options.MaxAttempts, 1, 1_000);
        Check(broken, nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(1), OneDay);
        Check(broken, nameof(options.MaxRetryDelay), options.MaxRetryDelay, options.RetryDelay, TimeSpan.FromDays(30));
        return broken.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }

    private static void Check<T>(List<string> broken, string setting, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            broken.Add(Say(setting, value, string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}")));
        }
    }

    private static string Say(string setting, object value, string rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{nameof(RebateOptions)}.{setting} is {value}; it must be {rule}.");
}
