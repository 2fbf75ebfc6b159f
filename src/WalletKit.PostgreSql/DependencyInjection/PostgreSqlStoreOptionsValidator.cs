using Microsoft.Extensions.Options;

namespace WalletKit.Storage.PostgreSql.DependencyInjection;

internal sealed class PostgreSqlStoreOptionsValidator : IValidateOptions<PostgreSqlStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options) =>
        PostgreSqlStoreOptionsRules.Check(options) is { Count: > 0 } broken ? ValidateOptionsResult.Fail(broken) : ValidateOptionsResult.Success;
}
