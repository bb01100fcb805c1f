using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>Finds violations in a statement that was sent for a role that depends on consent.</summary>
internal static class SqlGuards
{
    /// <summary>Columns with personal values, and the design's field of each.</summary>
    private static readonly Dictionary<string, string> Personal = new()
    {
        ["refugees.given_name"] = "name",
        ["refugees.family_name"] = "name",
        ["refugees.name_key"] = "name",
        ["refugees.name_order"] = "name",
        ["refugees.phone"] = "phone",
        ["refugees.street"] = "address",
        ["refugees.postal_code"] = "address",
        ["refugees.town"] = "address",
        ["refugees.date_of_birth"] = "age",
        ["refugees.nationality_code"] = "nationality",
        ["refugees.languages"] = "languages",
        // Address protection is visible, as a reason, only to recipients with a grant for the address.
        ["refugees.name_and_address_protection"] = "address",
        ["refugees.caseworker_id"] = "caseworker",
        ["caseworkers.id"] = "caseworker",
        ["caseworkers.name"] = "caseworker",
        ["caseworkers.phone"] = "caseworker",
        ["caseworkers.email"] = "caseworker",
    };

    /// <summary>Columns of fields that some roles lack completely. A table's star stands for all its columns.</summary>
    private static readonly Dictionary<string, string> Others = new()
    {
        ["refugees.known_activity_types"] = "knownActivityTypes",
        ["refugees.household_id"] = "householdSize",
        ["refugees.centre_id"] = "centre",
        ["handover_interviews.wishes"] = "wishes",
        ["handover_interviews.held_on"] = "interview",
        ["handover_interviews.answer"] = "interview",
        ["handover_interviews.language_code"] = "interview",
        ["consents.given_at"] = "consent",
        ["consents.method"] = "consent",
        ["consents.withdrawn_at"] = "consent",
        ["consents.guardian"] = "dateOfBirth",
        ["consents.language_code"] = "dateOfBirth",
    };

    /// <summary>Returns every personal column that tells the role more than the design allows.</summary>
    public static IEnumerable<string> Violations(Role role, string sql)
    {
        var own = role == Role.Municipality ? "municipality_fields" : "volunteers_fields";
        foreach (var use in SqlTree.Uses(sql))
        {
            // A join condition discloses no value by itself. Values leave only through columns read from the joined row.
            if (use.Clause == "ON")
            {
                continue;
            }

            if (use.Table is not { } table)
            {
                yield return $"{use.Alias}.{use.Column} belongs to no table that the tests know";
                continue;
            }

            var column = $"{table}.{use.Column}";
            if (Others.TryGetValue(column, out var other) && DesignTable.Access(role, other) == "none")
            {
                yield return $"{column} stands there, and {role} has no {other}";
            }

            if (column == "consents.municipality_fields" && own != "municipality_fields" && role != Role.DataProtectionOfficer)
            {
                yield return $"{column} stands there, which is not the class of {role}";
            }

            if (!Personal.TryGetValue(column, out var field) || DesignTable.Access(role, field) == "always")
            {
                continue;
            }

            if (DesignTable.Access(role, field) == "none")
            {
                yield return $"{column} stands there, and {role} has no {field}";
            }
            else if (use.IsPassedOn)
            {
                continue;
            }
            else if (!use.Guards.Any(guard => IsGrant(guard, own, field)))
            {
                yield return $"{column} stands unguarded in {use.Clause}: {use.Around}";
            }
            else if (field == "address" && use.Column != "name_and_address_protection" && !use.Guards.Any(IsNotProtected))
            {
                yield return $"{column} stands there for protected addresses too: {use.Around}";
            }
            else if (use.Column == "date_of_birth" && !IsAge(sql, use.Alias))
            {
                yield return $"{column} stands outside the age";
            }
        }
    }

    private static bool IsGrant(string condition, string column, string field)
    {
        var bit = (int)Enum.Parse<SharedField>(field, ignoreCase: true).Bit();
        var words = condition.Split(' ');
        return words.AsSpan(1).SequenceEqual([".", column, "&", $"{bit}", "=", $"{bit}"]);
    }

    private static bool IsNotProtected(string condition) =>
        condition.StartsWith("NOT ", StringComparison.Ordinal) && condition.EndsWith(" . name_and_address_protection", StringComparison.Ordinal);

    // Checks all uses of the date of birth: each must be part of the age in whole years.
    private static bool IsAge(string sql, string alias)
    {
        var parts = sql.Replace("\"", "", StringComparison.Ordinal).Split($"{alias}.date_of_birth");
        return parts.SkipLast(1).All(before => before.TrimEnd().EndsWith('-')) && parts.Skip(1).All(after => after.StartsWith(") / 10000", StringComparison.Ordinal));
    }
}
