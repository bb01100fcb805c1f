using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>The tables of previous values and of erased persons.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261122140000_Rights")]
internal sealed class Rights : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("former_values",
            table => new
            {
                id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                field = Text(table),
                value = Text(table),
                changed_at = table.Column<DateTime>(),
                changed_in = table.Column<int>(),
                changed_by = Text(table),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_former_values", x => x.id);
                table.ForeignKey("FK_former_values_refugees_refugee_id", x => x.refugee_id, "refugees", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_former_values_refugee_id", "former_values", "refugee_id");
        migrationBuilder.CreateTable("erased_refugees",
            table => new
            {
                reference = Text(table),
                erased_at = table.Column<DateTime>(),
                cause = table.Column<int>(),
                erased_by = Text(table),
                municipality_code = Text(table, nullable: true),
                answer = table.Column<int>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_erased_refugees", x => x.reference);
            });
    }
}
