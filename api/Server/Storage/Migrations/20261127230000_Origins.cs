using Integration.Graph.Server.Branches;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// The origin of branches and activities. SQL cannot tell an activity of the seed data from one that a coordinator has
/// opened. The loader knows the keys and sets the origin of the seed data's activities when the server starts.
/// </summary>
[DbContext(typeof(GraphContext))]
[Migration("20261127230000_Origins")]
internal sealed class Origins : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "branches", "activities" })
        {
            migrationBuilder.AddColumn<int>("origin", table, nullable: false, defaultValue: (int)Origin.Entered);
            migrationBuilder.AddColumn<string>("source", table, nullable: true, collation: TextOrder);
        }

        migrationBuilder.Sql($"UPDATE branches SET origin = CASE WHEN verified THEN {(int)Origin.Documented} ELSE {(int)Origin.Assumed} END");
        // In SQL, because Entity Framework would copy the table on SQLite, which supports the statement since 3.35.
        migrationBuilder.Sql("ALTER TABLE branches DROP COLUMN verified");
    }
}
