using Microsoft.Extensions.Options;

namespace WalletKit.PostgreSql.DependencyInjection;

internal sealed class PostgreSqlStoreOptionsValidator : IValidateOptions<PostgreSqlStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options)
    {
        var broken = PostgreSqlStoreOptionsRules.Check(options);
        broken.AddRange(options.Disagreements);
        return broken.Count > 0 ? ValidateOptionsResult.Fail(broken) : ValidateOptionsResult.Success;
    }
}
