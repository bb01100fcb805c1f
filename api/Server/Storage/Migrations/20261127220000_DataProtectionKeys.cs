using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// The key ring that protects the server's secrets. Earlier secrets were not protected and may be in database dumps. They are
/// deleted, and the next start creates new ones. Cursors that clients hold become invalid.
/// </summary>
[DbContext(typeof(GraphContext))]
[Migration("20261127220000_DataProtectionKeys")]
internal sealed class DataProtectionKeys : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("data_protection_keys",
            table => new { name = Text(table), xml = Text(table) },
            constraints: table =>
            {
                table.PrimaryKey("PK_data_protection_keys", x => x.name);
            });
        migrationBuilder.Sql("DELETE FROM storage_marks WHERE name LIKE 'secret:%'");
    }
}
