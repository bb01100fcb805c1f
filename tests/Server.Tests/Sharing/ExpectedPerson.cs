using System.Text.Json.Nodes;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>The data that a caller must get about a person, built from the test world and the design's rules.</summary>
internal static class ExpectedPerson
{
    /// <summary>The selection below each field that has one.</summary>
    private static readonly Dictionary<string, string> Selections = new()
    {
        ["name"] = "{ given family }",
        ["address"] = "{ street postalCode town }",
        ["caseworker"] = "{ name phone email }",
        ["nationality"] = "{ code }",
        ["languages"] = "{ code }",
        ["municipality"] = "{ code }",
        ["centre"] = "{ slug }",
        ["wishes"] = "{ key }",
        ["knownActivityTypes"] = "{ key }",
        ["interview"] = "{ heldOn answer }",
        ["consent"] = "{ version status method grants { recipient field } }",
        ["consents"] = "{ version status }",
        ["referral"] = "{ status branch { slug } }",
        ["withheld"] = "{ field reason }",
    };

    public static IEnumerable<string> FieldsOf(Role? role) => DesignTable.AllFields.Where(field => DesignTable.Access(role, field) != "none");

    public static string Select(IEnumerable<string> fields) => string.Join(' ', fields.Select(Select));

    public static string Select(string field) => Selections.TryGetValue(field, out var inner) ? field + inner : field;

    public static JsonObject For(Asker asker, Person person)
    {
        var result = new JsonObject();
        foreach (var field in FieldsOf(asker.Role))
        {
            result[field] = DesignTable.MayHave(asker.Role, field, person) ? Value(asker.Role, field, person) : null;
        }

        return result;
    }

    private static JsonNode? Value(Role role, string field, Person person) => field switch
    {
        "id" => GlobalId.Encode("Refugee", person.Id),
        "reference" => person.Reference,
        "municipality" => person.Municipality is { } code ? new JsonObject { ["code"] = code } : null,
        "movesInOn" => person.MovesInOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        "name" => new JsonObject { ["given"] = "Given" + person.Case, ["family"] = "Family" },
        "phone" => person.HasPhone ? "+4500000001" : null,
        "address" => person.HasAddress
            ? new JsonObject { ["street"] = "Street 1", ["postalCode"] = TestCountry.PostalCodeInNorth, ["town"] = "Nordby" } : null,
        "age" => person.Age,
        "nationality" => new JsonObject { ["code"] = person.Nationality },
        "caseworker" => person.HasCaseworker && person.Municipality is { } code
            ? new JsonObject { ["name"] = "Caseworker" + code, ["phone"] = "+4500000099", ["email"] = "cw@test.invalid" } : null,
        "languages" => person.HasLanguages
            ? new JsonArray(new JsonObject { ["code"] = TestCountry.Tongue }, new JsonObject { ["code"] = TestCountry.OtherTongue }) : null,
        "version" => 1,
        "dateOfBirth" => person.DateOfBirth.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        "nameAndAddressProtection" => person.IsProtected,
        "wishes" => new JsonArray(new JsonObject { ["key"] = TestCountry.Family }),
        "knownActivityTypes" => new JsonArray(new JsonObject { ["key"] = TestCountry.Cafe }),
        "householdSize" => 1,
        "centre" => new JsonObject { ["slug"] = person.Centre },
        "interview" => new JsonObject { ["heldOn"] = "2026-02-10", ["answer"] = "WANTS_CONTACT" },
        "consent" => Consent(role, person),
        "consents" => person.Grants is null
            ? new JsonArray()
            : new JsonArray(new JsonObject { ["version"] = 1, ["status"] = person.IsWithdrawn ? "WITHDRAWN" : person.InForce(SharingWorld.Now) ? "IN_FORCE" : "EXPIRED" }),
        "referral" => Referral(role, person),
        "withheld" => new JsonArray([.. DesignTable.Withheld(role, person).Select(said => said.Split(' '))
            .Select(said => (JsonNode)new JsonObject { ["field"] = said[0], ["reason"] = said[1] })]),
        _ => throw new InvalidOperationException($"The tests have no expectation for {field}."),
    };

    private static JsonObject? Consent(Role role, Person person)
    {
        if (person.Grants is not { } grants || person.IsWithdrawn)
        {
            return null;
        }

        var all = new JsonArray();
        foreach (var (recipient, fields) in new[] { (RecipientClass.Municipality, grants.Municipality), (RecipientClass.Volunteers, grants.Volunteers) })
        {
            if (role is not (Role.CentreWorker or Role.DataProtectionOfficer) && recipient != DesignTable.ClassOf(role))
            {
                continue;
            }

            foreach (var field in Enum.GetValues<SharedField>().Where(field => (fields & field.Bit()) != 0))
            {
                all.Add(new JsonObject { ["recipient"] = recipient.ToString().ToUpperInvariant(), ["field"] = field.ToString().ToUpperInvariant() });
            }
        }

        return new JsonObject
        {
            ["version"] = 1,
            ["status"] = person.InForce(SharingWorld.Now) ? "IN_FORCE" : "EXPIRED",
            ["method"] = "SIGNED_FORM",
            ["grants"] = all,
        };
    }

    private static JsonObject? Referral(Role role, Person person)
    {
        // Recipients in a new municipality see nothing of a referral that ended in another one.
        if (person.Branch is null || (role is not (Role.CentreWorker or Role.DataProtectionOfficer) && person.ReferralMunicipality != person.Municipality))
        {
            return null;
        }

        var lives = person.IsReferralClosed || person.Granted(RecipientClass.Volunteers, SharingWorld.Now) != SharedFields.None;
        return new JsonObject
        {
            ["status"] = !lives ? "LAPSED" : person.IsReferralClosed ? "CLOSED" : "MATCHED",
            ["branch"] = new JsonObject { ["slug"] = person.Branch },
        };
    }
}
