using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>The version number of a consent for each recipient class. See decisions/0007.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261122123000_ConsentClassVersions")]
internal sealed class ConsentClassVersions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Existing versions count as the first one of their class.
        migrationBuilder.AddColumn<int>("municipality_version", "consents", nullable: false, defaultValue: 1);
        migrationBuilder.AddColumn<int>("volunteers_version", "consents", nullable: false, defaultValue: 1);
        migrationBuilder.AddColumn<DateTime>("municipality_since", "consents", nullable: true);
        migrationBuilder.AddColumn<DateTime>("volunteers_since", "consents", nullable: true);
    }
}
