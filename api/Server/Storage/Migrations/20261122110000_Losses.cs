using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>Deletion requests, notices of guardians' consents that end, and persons opened for an officer.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261122110000_Losses")]
internal sealed class Losses : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("deletion_requests",
            table => new
            {
                id = table.Column<long>(),
                reference = Text(table),
                role = table.Column<int>(),
                scope = Text(table),
                fields = table.Column<int>(),
                reason = table.Column<int>(),
                requested_at = table.Column<DateTime>(),
                confirmed_at = table.Column<DateTime>(nullable: true),
                confirmed_by = Text(table, nullable: true),
                cancelled_at = table.Column<DateTime>(nullable: true),
                reminded_at = table.Column<DateTime>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_deletion_requests", x => x.id);
            });
        migrationBuilder.CreateIndex("IX_deletion_requests_reference", "deletion_requests", "reference");
        migrationBuilder.CreateIndex("IX_deletion_requests_role_scope_id", "deletion_requests", ["role", "scope", "id"]);
        migrationBuilder.CreateIndex("IX_deletion_requests_pending", "deletion_requests", "requested_at",
            filter: "confirmed_at IS NULL AND cancelled_at IS NULL");
        migrationBuilder.CreateTable("consent_notices",
            table => new
            {
                id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                consent_version = table.Column<int>(),
                ends_on = table.Column<DateOnly>(),
                created_at = table.Column<DateTime>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_consent_notices", x => x.id);
                table.ForeignKey("FK_consent_notices_refugees_refugee_id", x => x.refugee_id, "refugees", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_consent_notices_refugee_id_consent_version", "consent_notices", ["refugee_id", "consent_version"], unique: true);
        migrationBuilder.CreateTable("subject_accesses",
            table => new
            {
                id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                officer = Text(table),
                reason = Text(table, nullable: true),
                reason_salt = Text(table),
                opened_at = table.Column<DateTime>(),
                closes_at = table.Column<DateTime>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_subject_accesses", x => x.id);
                table.ForeignKey("FK_subject_accesses_refugees_refugee_id", x => x.refugee_id, "refugees", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_subject_accesses_refugee_id", "subject_accesses", "refugee_id");
        migrationBuilder.CreateIndex("IX_subject_accesses_officer_closes_at", "subject_accesses", ["officer", "closes_at"]);
        migrationBuilder.AddColumn<string>("requested_by", "branch_activations", nullable: true, collation: TextOrder);
        migrationBuilder.AddColumn<DateTime>("met_at", "referrals", nullable: true);
        migrationBuilder.Sql($"""
            CREATE VIEW disclosures AS
            SELECT (((e.id >> 32) & 131071) << 46) | ((e.id & 4294967295) << 14) | {(IsPostgreSql ? "line.place - 1" : "line.key")} AS id,
                e.at, e.role, e.scope, e.operation, {(IsPostgreSql ? FromPostgreSql : FromSqlite)}
            """);
    }

    // An entry has a line per person: reference, fields and consent version, separated by colons. An id of the view combines the
    // chain's number (the lowest 17 bits), the entry's number within the chain and the line's number within the entry.
    private const string FromPostgreSql = """
        split_part(line.text, ':', 1) COLLATE "C" AS reference,
            split_part(line.text, ':', 2)::integer AS fields,
            split_part(line.text, ':', 3)::integer AS consent_version
        FROM disclosure_entries AS e
        CROSS JOIN LATERAL string_to_table(rtrim(e.persons, E'\n'), E'\n') WITH ORDINALITY AS line (text, place)
        """;

    private const string FromSqlite = """
        substr(line.value, 1, instr(line.value, ':') - 1) AS reference,
            CAST(substr(line.value, instr(line.value, ':') + 1) AS integer) AS fields,
            CAST(substr(line.value, instr(line.value, ':') + 1 + instr(substr(line.value, instr(line.value, ':') + 1), ':')) AS integer) AS consent_version
        FROM disclosure_entries AS e, json_each('["' || replace(rtrim(e.persons, char(10)), char(10), '","') || '"]') AS line
        """;
}
