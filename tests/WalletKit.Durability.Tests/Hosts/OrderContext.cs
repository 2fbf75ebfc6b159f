using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>A row of the host's.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public string Text { get; set; } = "";
}

/// <summary>The context of a host that keeps its orders with EF Core.</summary>
public sealed class OrderContext(string path) : DbContext
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder
        .UseSqlite($"Data Source={path};Pooling=False")
        // The migrations are written by hand, without the model that a tool writes beside them.
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}

[DbContext(typeof(OrderContext))]
[Migration("20260101000000_First")]
public sealed class FirstMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "Orders",
        table => new
        {
            Id = table.Column<int>(nullable: false).Annotation("Sqlite:Autoincrement", true),
            Text = table.Column<string>(nullable: false),
        },
        constraints: table => table.PrimaryKey("PK_Orders", row => row.Id));
}

[DbContext(typeof(OrderContext))]
[Migration("20260201000000_Second")]
public sealed class SecondMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RenameTable("Orders", newName: "Ordered");
        migrationBuilder.RenameTable("Ordered", newName: "Orders");
        migrationBuilder.CreateIndex("IX_Orders_Text", "Orders", "Text");
    }
}
