using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>Indexes for national lists: the consultant's notices and the officer's deletion requests.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261126120000_NationalLists")]
internal sealed class NationalLists : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("IX_handover_notices_unacknowledged", "handover_notices", ["created_at", "id"], filter: "acknowledged_at IS NULL");
        migrationBuilder.CreateIndex("IX_deletion_requests_requested_at_id", "deletion_requests", ["requested_at", "id"]);
    }
}
