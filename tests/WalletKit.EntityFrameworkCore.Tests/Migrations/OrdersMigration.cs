using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Migrations;

/// <summary>Makes the orders. It is written by hand, without the model that a tool writes beside it.</summary>
[DbContext(typeof(ShopContext))]
[Migration("20260101000000_Orders")]
public sealed class OrdersMigration : Migration
{
    /// <summary>Has a context run it.</summary>
    public static void Allow(DbContextOptionsBuilder builder) => builder.ConfigureWarnings(static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var isSqlite = migrationBuilder.ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal);
        migrationBuilder.Sql(
            isSqlite
                ? "CREATE TABLE Orders (Id INTEGER PRIMARY KEY, Number INTEGER NOT NULL UNIQUE, WalletId BLOB NOT NULL, Payment TEXT, Hold TEXT, Total TEXT NOT NULL, Revision INTEGER NOT NULL)"
                : """CREATE TABLE "Orders" ("Id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Number" integer NOT NULL UNIQUE, "WalletId" uuid NOT NULL, "Payment" text, "Hold" text, "Total" numeric NOT NULL, "Revision" integer NOT NULL)""");
    }
}
