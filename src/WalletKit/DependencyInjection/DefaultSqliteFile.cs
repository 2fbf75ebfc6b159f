using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WalletKit.DependencyInjection;

/// <summary>Puts a SQLite file without a given path into the content root of the host, because a service manager may start a host in any directory.</summary>
internal sealed class DefaultSqliteFile(IHostEnvironment? environment = null) : IPostConfigureOptions<SqliteStoreOptions>
{
    public void PostConfigure(string? name, SqliteStoreOptions options)
    {
        if (environment is not null && !options.IsFileChosen)
        {
            options.UseDefaultFileIn(environment.ContentRootPath);
        }
    }
}
