using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WalletKit.TestHost.Bursts;

/// <summary>A schema on a PostgreSQL server.</summary>
internal sealed record ServerStore(string ConnectionString, string Schema) : HostStore
{
    public const string Verb = "server";

    public override LogLevel LogLevel => LogLevel.Warning;

    public override bool IsMadeToFail => true;

    public override string[] ToArguments() => [Verb, ConnectionString, Schema];

    public override void Use(WalletKitBuilder wallets) => wallets.UsePostgreSql(postgreSql =>
    {
        postgreSql.ConnectionString = ConnectionString;
        postgreSql.Schema = Schema;

        // The time is short, so that the locks of a stopped process are given free while the others work.
        postgreSql.IdleTransactionTimeout = TimeSpan.FromSeconds(1);
    });
}
