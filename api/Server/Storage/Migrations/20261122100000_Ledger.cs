using Integration.Graph.Server.Disclosures;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>The ledger's chains, the recipients' holdings, and the gate between the ledger and changes to persons.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261122100000_Ledger")]
internal sealed class Ledger : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Entries from before the chains were never in use, and cannot be verified.
        migrationBuilder.Sql("DELETE FROM disclosure_entries");
        migrationBuilder.AddColumn<string>("operation_hash", "disclosure_entries", nullable: false, defaultValue: "", collation: TextOrder);
        migrationBuilder.AddColumn<string>("reason_hash", "disclosure_entries", nullable: false, defaultValue: "", collation: TextOrder);
        migrationBuilder.CreateTable("disclosure_groups",
            table => new
            {
                chain_id = table.Column<long>(),
                number = table.Column<long>(),
                at = table.Column<DateTime>(),
                first_entry_id = table.Column<long>(),
                entries = table.Column<int>(),
                anchor = Text(table, nullable: true),
                previous_hash = table.Column<byte[]>(),
                hash = table.Column<byte[]>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_disclosure_groups", x => new { x.chain_id, x.number });
            });
        migrationBuilder.CreateIndex("IX_disclosure_groups_first_of_chain", "disclosure_groups", "chain_id", unique: true, filter: "number = 1");
        migrationBuilder.CreateTable("disclosure_holdings",
            table => new
            {
                reference = Text(table),
                role = table.Column<int>(),
                scope = Text(table),
                field = table.Column<int>(),
                since = table.Column<DateTime>(),
                consent_version = table.Column<int>(),
                ended_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_disclosure_holdings", x => new { x.reference, x.role, x.scope, x.field });
            });
        migrationBuilder.CreateTable("disclosure_gate",
            table => new
            {
                id = table.Column<int>(),
                steps = table.Column<long>(),
                forgets = table.Column<long>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_disclosure_gate", x => x.id);
            });
        migrationBuilder.Sql($"INSERT INTO disclosure_gate (id, steps, forgets) VALUES ({DisclosureGate.TheId}, 0, 0)");
    }
}
