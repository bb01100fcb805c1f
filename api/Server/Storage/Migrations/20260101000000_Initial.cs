using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// The first tables, alike in both databases. Column types are left to the provider. Only the collation of text is set, because
/// PostgreSQL would otherwise sort by its server's language and SQLite by bytes.
/// </summary>
[DbContext(typeof(GraphContext))]
[Migration("20260101000000_Initial")]
internal sealed partial class Initial : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateCountry(migrationBuilder);
        CreateBranches(migrationBuilder);
        CreateHandovers(migrationBuilder);
        CreateReferrals(migrationBuilder);
        CreatePersons(migrationBuilder);
        BelongToPersons(migrationBuilder);
        CreateKept(migrationBuilder);
    }

    // Persons and the rows that belong to them refer to each other, so these foreign keys are added when both tables exist.
    // SQLite cannot add a foreign key to a table; its generator moves them into the statement that creates the table.
    private void BelongToPersons(MigrationBuilder migration)
    {
        migration.AddForeignKey("FK_consents_refugees_refugee_id",
            "consents", "refugee_id", "refugees", principalColumn: "id", onDelete: ReferentialAction.Cascade);
        migration.AddForeignKey("FK_handover_interviews_refugees_refugee_id",
            "handover_interviews", "refugee_id", "refugees", principalColumn: "id", onDelete: ReferentialAction.Cascade);
        migration.AddForeignKey("FK_handover_notices_refugees_refugee_id",
            "handover_notices", "refugee_id", "refugees", principalColumn: "id", onDelete: ReferentialAction.Cascade);
        migration.AddForeignKey("FK_matches_referrals_referral_id",
            "matches", "referral_id", "referrals", principalColumn: "id", onDelete: ReferentialAction.Cascade);
        migration.AddForeignKey("FK_matches_refugees_refugee_id",
            "matches", "refugee_id", "refugees", principalColumn: "id", onDelete: ReferentialAction.Cascade);
        migration.AddForeignKey("FK_referrals_refugees_refugee_id",
            "referrals", "refugee_id", "refugees", principalColumn: "id", onDelete: ReferentialAction.Cascade);

        // A bulk insert stores rows table by table. SQLite can defer any foreign key, PostgreSQL only those declared deferrable.
        if (!IsPostgreSql)
        {
            return;
        }

        foreach (var pointer in (string[])["handover_interviews_interview_id", "consents_consent_id", "referrals_referral_id"])
        {
            migration.Sql($"ALTER TABLE refugees ALTER CONSTRAINT \"FK_refugees_{pointer}\" DEFERRABLE INITIALLY IMMEDIATE");
        }
    }

    private void CreateKept(MigrationBuilder migration)
    {
        migration.CreateTable("disclosure_entries",
            table => new
            {
                id = table.Column<long>(),
                at = table.Column<DateTime>(),
                role = Text(table),
                scope = Text(table),
                caller = Text(table),
                operation = Text(table),
                persons = Text(table),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_disclosure_entries", x => x.id);
            });
        migration.CreateIndex("IX_disclosure_entries_at_id", "disclosure_entries", ["at", "id"]);
        migration.CreateTable("coverage_snapshots",
            table => new
            {
                on_day = table.Column<DateOnly>(),
                revision = table.Column<int>(),
                made_at = table.Column<DateTime>(),
                json = Text(table),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_coverage_snapshots", x => new { x.on_day, x.revision });
            });
    }
}
