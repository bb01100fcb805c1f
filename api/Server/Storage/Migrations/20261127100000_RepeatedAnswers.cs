using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// An entry of the ledger can point to an earlier one with the same persons; the view <c>disclosures</c> resolves it.
/// </summary>
[DbContext(typeof(GraphContext))]
[Migration("20261127100000_RepeatedAnswers")]
internal sealed class RepeatedAnswers : PortableMigration
{
    // An entry has a line per person: reference, fields and consent version, separated by colons; or an equals sign and the id of
    // the entry that has the lines. An id of the view combines the chain's number (the lowest 17 bits), the entry's number within
    // the chain and the line's number within the entry.
    private const string FromPostgreSql = """
        split_part(line.text, ':', 1) COLLATE "C" AS reference,
            split_part(line.text, ':', 2)::integer AS fields,
            split_part(line.text, ':', 3)::integer AS consent_version
        FROM disclosure_entries AS e
        LEFT JOIN disclosure_entries AS named ON named.id = CASE WHEN starts_with(e.persons, '=') THEN substr(e.persons, 2)::bigint END
        CROSS JOIN LATERAL string_to_table(rtrim(coalesce(named.persons, e.persons), E'\n'), E'\n') WITH ORDINALITY AS line (text, place)
        """;

    private const string FromSqlite = """
        substr(line.value, 1, instr(line.value, ':') - 1) AS reference,
            CAST(substr(line.value, instr(line.value, ':') + 1) AS integer) AS fields,
            CAST(substr(line.value, instr(line.value, ':') + 1 + instr(substr(line.value, instr(line.value, ':') + 1), ':')) AS integer) AS consent_version
        FROM disclosure_entries AS e
        LEFT JOIN disclosure_entries AS named ON named.id = CASE WHEN substr(e.persons, 1, 1) = '=' THEN CAST(substr(e.persons, 2) AS integer) END
        JOIN json_each('["' || replace(rtrim(coalesce(named.persons, e.persons), char(10)), char(10), '","') || '"]') AS line
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP VIEW disclosures");
        migrationBuilder.Sql($"""
            CREATE VIEW disclosures AS
            SELECT (((e.id >> 32) & 131071) << 46) | ((e.id & 4294967295) << 14) | {(IsPostgreSql ? "line.place - 1" : "line.key")} AS id,
                e.at, e.role, e.scope, e.operation, {(IsPostgreSql ? FromPostgreSql : FromSqlite)}
            """);
    }
}
