using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>The table of events for subscribers.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261122000000_ChangeEvents")]
internal sealed class ChangeEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("change_events",
        table => new
        {
            // Never reused, even after the newest row was deleted: an id that was delivered is not delivered again.
            id = table.Column<long>()
                .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)
                .Annotation("Sqlite:Autoincrement", true),
            kind = table.Column<int>(),
            subject_id = table.Column<long>(),
            refugee_id = table.Column<long>(),
            at = table.Column<DateTime>(),
        },
        constraints: table =>
        {
            table.PrimaryKey("PK_change_events", x => x.id);
        });
}
