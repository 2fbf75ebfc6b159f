using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WalletKit.DependencyInjection;

/// <summary>Refuses the defaults that a missing section leaves behind, because the host named the section to set something else.</summary>
internal sealed class RebateSectionValidator(IConfigurationSection section) : IValidateOptions<RebateOptions>
{
    public ValidateOptionsResult Validate(string? name, RebateOptions options) => section.Exists()
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"The configuration section '{section.Path}', which is to hold the {nameof(RebateOptions)}, is missing or empty; it must hold at least one of them.");
}
