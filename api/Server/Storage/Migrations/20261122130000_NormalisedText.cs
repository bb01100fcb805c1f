using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// The normalised form of names, used for search and order. SQL cannot compute it: <see cref="NormalisedNames"/> fills existing
/// rows when the server starts.
/// </summary>
[DbContext(typeof(GraphContext))]
[Migration("20261122130000_NormalisedText")]
internal sealed class NormalisedText : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var (table, column) in new[]
        {
            ("refugees", "name_key"), ("refugees", "name_order"), ("volunteers", "name_key"), ("volunteers", "name_order"), ("branches", "name_key"),
        })
        {
            migrationBuilder.AddColumn<string>(column, table, nullable: false, defaultValue: "", collation: TextOrder);
        }
    }
}
