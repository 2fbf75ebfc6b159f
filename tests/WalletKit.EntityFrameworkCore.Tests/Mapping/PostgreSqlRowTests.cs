using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Mapping;

/// <summary>The rows on PostgreSQL.</summary>
public sealed class PostgreSqlRowTests : RowTests<PostgreSqlShop>
{
    private protected override string SameId => """SELECT count(*)::integer AS "Value" FROM "Orders" o JOIN walletkit.walletkit_wallets w ON w.id = o."WalletId" """;
}
