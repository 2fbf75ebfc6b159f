using Microsoft.Extensions.Options;
using WalletKit.Storage.Sqlite;

namespace WalletKit.DependencyInjection;

internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options) =>
        SqliteStoreOptionsRules.Check(options) is { Count: > 0 } broken ? ValidateOptionsResult.Fail(broken) : ValidateOptionsResult.Success;
}
