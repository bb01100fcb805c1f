using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// Guardians' consents in force end when the month of the 18th birthday begins, and no longer on the birthday, because every
/// recipient could read the birthday from the end. Consents whose month has already begun end now.
/// </summary>
[DbContext(typeof(GraphContext))]
[Migration("20261127200000_GuardiansConsentsByMonth")]
internal sealed class GuardiansConsentsByMonth : PortableMigration
{
    private const string Year = "(date_of_birth / 10000 + 18)";
    private const string Month = "(date_of_birth / 100 % 100)";

    // The first day of a month is in summer time from April to October.
    private const string SqliteEnd = $"strftime('%Y-%m-%d %H:%M:%S', printf('%04d-%02d-01', {Year}, {Month}), CASE WHEN {Month} BETWEEN 4 AND 10 THEN '-2 hours' ELSE '-1 hours' END)";
    private const string PostgreSqlEnd = $"(make_timestamp({Year}, {Month}, 1, 0, 0, 0) AT TIME ZONE 'Europe/Copenhagen')";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var (end, day, now) = IsPostgreSql
            ? (PostgreSqlEnd, $"make_date({Year}, {Month}, 1)", "now()")
            : (SqliteEnd, $"printf('%04d-%02d-01', {Year}, {Month})", "strftime('%Y-%m-%d %H:%M:%S', 'now')");
        migrationBuilder.Sql($"""
            UPDATE consents SET valid_until = CASE WHEN person.ends > {now} THEN person.ends ELSE {now} END
            FROM (SELECT id, {end} AS ends FROM refugees) AS person
            WHERE person.id = consents.refugee_id AND consents.guardian IS NOT NULL AND consents.withdrawn_at IS NULL
                AND consents.replaced_at IS NULL AND consents.valid_until > {now} AND consents.valid_until > person.ends
            """);
        migrationBuilder.Sql($"""
            UPDATE consent_notices SET ends_on = person.ends
            FROM (SELECT id, {day} AS ends FROM refugees) AS person
            WHERE person.id = consent_notices.refugee_id
            """);
    }
}
