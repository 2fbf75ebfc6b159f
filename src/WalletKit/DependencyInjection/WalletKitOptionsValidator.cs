using System.Globalization;
using Microsoft.Extensions.Options;
using WalletKit.Storage.Clocks;

namespace WalletKit.DependencyInjection;

internal sealed class WalletKitOptionsValidator : IValidateOptions<WalletKitOptions>
{
    public ValidateOptionsResult Validate(string? name, WalletKitOptions options)
    {
        if (options.Random is null)
        {
            return ValidateOptionsResult.Fail($"{nameof(WalletKitOptions)}.{nameof(options.Random)} is null; it must be a source of random bits.");
        }

        if (ClockOptionsRules.Check(options.Clock) is { Count: > 0 } broken)
        {
            return ValidateOptionsResult.Fail(broken);
        }

        if (options.MaxOpenHolds is < 1 or > WalletKitOptions.LargestMaxOpenHolds)
        {
            return ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(WalletKitOptions)}.{nameof(options.MaxOpenHolds)} is {options.MaxOpenHolds}; it must be from 1 to {WalletKitOptions.LargestMaxOpenHolds}."));
        }

        if (options.MaxWalletsPerOwner is < 1 or > WalletKitOptions.LargestMaxWalletsPerOwner)
        {
            return ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(WalletKitOptions)}.{nameof(options.MaxWalletsPerOwner)} is {options.MaxWalletsPerOwner}; it must be from 1 to {WalletKitOptions.LargestMaxWalletsPerOwner}."));
        }

        if (options.KeyRetention is { } retention && (retention < TimeSpan.FromDays(1) || retention > TimeSpan.FromDays(WalletKitOptions.LargestKeyRetentionDays)))
        {
            return ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(WalletKitOptions)}.{nameof(options.KeyRetention)} is {retention}; it must be null, or from 1 to {WalletKitOptions.LargestKeyRetentionDays} days."));
        }

        if (options.ErasureSweepInterval < TimeSpan.FromSeconds(1) || options.ErasureSweepInterval > TimeSpan.FromDays(1))
        {
            return ValidateOptionsResult.Fail(
                $"{nameof(WalletKitOptions)}.{nameof(options.ErasureSweepInterval)} is {options.ErasureSweepInterval}; it must be from {TimeSpan.FromSeconds(1)} to {TimeSpan.FromDays(1)}.");
        }

        try
        {
            _ = new CurrencyCatalog(options.Currencies);
            return ValidateOptionsResult.Success;
        }
        catch (InvalidInputException exception)
        {
            return ValidateOptionsResult.Fail($"{nameof(WalletKitOptions)}.{nameof(options.Currencies)}: {exception.Message}");
        }
    }
}
