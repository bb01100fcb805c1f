using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Integration.Graph.Server.Disclosures.Storage;

/// <summary>Kind of a <see cref="LedgerLine"/>.</summary>
internal enum LedgerLineKind
{
    /// <summary>Fields were disclosed, according to an entry of the ledger.</summary>
    Left = 0,

    /// <summary>The deletion of fields was confirmed.</summary>
    Confirmed = 1,

    /// <summary>A holding: <see cref="LedgerLine.Fields"/> is the number of its one field.</summary>
    Held = 2,
}

/// <summary>One fact about a person and a recipient, from the ledger or the tables beside it.</summary>
internal sealed record LedgerLine(
    string Reference, string Role, string Scope, LedgerLineKind Kind, DateTime At, int Fields, int ConsentVersion, DateTime? EndedAt);

/// <summary>Reads entries, confirmed deletions and holdings in one order.</summary>
internal static class LedgerLines
{
    // Entries that point to an earlier one with the same persons do not change who holds what: after a confirmed deletion,
    // the next entry lists its persons itself.
    private const string FromSqlite = """
        SELECT substr(line.value, 1, instr(line.value, ':') - 1) AS reference, e.role AS role, e.scope AS scope, 0 AS kind, e.at AS at,
            CAST(substr(line.value, instr(line.value, ':') + 1) AS integer) AS fields,
            CAST(substr(line.value, instr(line.value, ':') + 1 + instr(substr(line.value, instr(line.value, ':') + 1), ':')) AS integer) AS consent_version,
            NULL AS ended_at
        FROM disclosure_entries AS e JOIN json_each('["' || replace(rtrim(e.persons, char(10)), char(10), '","') || '"]') AS line
        WHERE e.reason_hash = '' AND substr(e.persons, 1, 1) <> '='
        """;

    private const string FromPostgreSql = """
        SELECT split_part(line, ':', 1) COLLATE "C" AS reference, e.role AS role, e.scope AS scope, 0 AS kind, e.at AS at,
            split_part(line, ':', 2)::integer AS fields, split_part(line, ':', 3)::integer AS consent_version, NULL::timestamptz AS ended_at
        FROM disclosure_entries AS e CROSS JOIN LATERAL string_to_table(rtrim(e.persons, E'\n'), E'\n') AS line
        WHERE e.reason_hash = '' AND NOT starts_with(e.persons, '=')
        """;

    /// <summary>Returns all lines, ordered by person and recipient.</summary>
    public static async IAsyncEnumerable<LedgerLine> ReadAsync(GraphContext db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            // No timeout, because the database may have to sort many rows.
            command.CommandTimeout = 0;
            command.CommandText = Text(db.Database.IsNpgsql());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                yield return Line(reader);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static LedgerLine Line(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), (LedgerLineKind)reader.GetInt32(3), Utc(reader.GetDateTime(4)),
        reader.GetInt32(5), reader.GetInt32(6), reader.IsDBNull(7) ? null : Utc(reader.GetDateTime(7)));

    private static DateTime Utc(DateTime at) => DateTime.SpecifyKind(at, DateTimeKind.Utc);

    private static string Text(bool isPostgreSql)
    {
        var role = $"CASE role {string.Concat(Enum.GetValues<Role>().Select(x => string.Create(CultureInfo.InvariantCulture, $"WHEN {(int)x} THEN '{x.InTokens()}' ")))}ELSE '' END"
            + (isPostgreSql ? " COLLATE \"C\"" : "");
        return $"""
            {(isPostgreSql ? FromPostgreSql : FromSqlite)}
            UNION ALL SELECT reference, {role}, scope, 1, confirmed_at, fields, 0, NULL FROM deletion_requests WHERE confirmed_at IS NOT NULL
            UNION ALL SELECT reference, {role}, scope, 2, since, field, consent_version, ended_at FROM disclosure_holdings
            ORDER BY 1, 2, 3, 4, 5
            """;
    }
}
