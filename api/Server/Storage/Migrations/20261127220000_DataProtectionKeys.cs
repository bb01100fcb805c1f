using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// The key ring that protects the server's secrets. The secrets of before were not protected and may be in dumps: they are
/// deleted, and the next start makes new ones. Cursors that clients hold end with them.
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
