using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>The idempotency keys, which prevent a mutation from being executed twice.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261122120000_IdempotencyKeys")]
internal sealed class IdempotencyKeys : PortableMigration
{
    // Text is ordered by bytes, as in SQLite.

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("idempotency_keys",
            table => new
            {
                id = table.Column<string>(collation: TextOrder),
                input = table.Column<string>(collation: TextOrder),
                result = table.Column<string>(collation: TextOrder),
                at = table.Column<DateTime>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_idempotency_keys", x => x.id);
            });
        migrationBuilder.CreateIndex("IX_idempotency_keys_at", "idempotency_keys", "at");
    }
}
