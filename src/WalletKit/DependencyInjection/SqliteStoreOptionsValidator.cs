using Microsoft.Extensions.Options;
using WalletKit.Storage.Sqlite;

namespace WalletKit.DependencyInjection;

internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        var broken = SqliteStoreOptionsRules.Check(options);
        if (options.Disagreement is { } disagreement)
        {
            broken.Add(disagreement);
        }

        return broken.Count > 0 ? ValidateOptionsResult.Fail(broken) : ValidateOptionsResult.Success;
    }
}
