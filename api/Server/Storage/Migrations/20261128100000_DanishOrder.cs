using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// Sorts aa as å, as Danish dictionaries do. A stored form differs from the former one only in that, so SQL can rewrite it:
/// '}' is the character that stands for å. Branches get a form for sorting of their own; the form for searching keeps aa.
/// </summary>
[DbContext(typeof(GraphContext))]
[Migration("20261128100000_DanishOrder")]
internal sealed class DanishOrder : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("name_order", "branches", nullable: false, defaultValue: "", collation: TextOrder);
        migrationBuilder.Sql("UPDATE branches SET name_order = replace(name_key, 'aa', '}')");
        foreach (var table in new[] { "refugees", "volunteers" })
        {
            migrationBuilder.Sql($"UPDATE {table} SET name_order = replace(name_order, 'aa', '}}') WHERE name_order LIKE '%aa%'");
        }
    }
}
