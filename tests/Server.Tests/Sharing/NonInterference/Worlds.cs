using System.Text.Json;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>Shared by the tests with generated operations.</summary>
internal static class Worlds
{
    /// <summary>Returns arguments from the world, and some others.</summary>
    public static ArgumentPool Pool(GeneratedWorld world)
    {
        string[] references = [.. world.People.Select(p => p.Reference), "RK-", "RK-0000-0000", world.People[0].Reference[..5]];
        string[] names = [.. world.People.Select(p => p.Given).Distinct(), "a", "al", "ø", "Å", "%", "_"];
        string[] scopes = [Mutations.TestCountry.North, Mutations.TestCountry.South, "test-north-a", "test-south-a", "test-centre", "7001", "7002"];
        string[] fields = ["name", "phone", "address", "languages", "referral", "consent", "dateOfBirth"];
        string[] codes = ["SY", "UA", "AF", Mutations.TestCountry.Country, Mutations.TestCountry.North, Mutations.TestCountry.South, "test-north-a", "test-south-a", Mutations.TestCountry.Family];
        return new ArgumentPool(hint => hint switch
        {
            "reference" => references,
            "name" or "given" or "family" or "givenName" or "familyName" or "search" => names,
            "scope" => scopes,
            "field" => fields,
            _ => codes,
            // Fields about disclosures change with every response.
        }, WorldIds.Of(world), "disclosures", "holders");
    }

    /// <summary>Returns the variables for the next page of each connection; empty if there is none.</summary>
    public static Dictionary<string, string?> Next(GeneratedOperation operation, WholeAnswer answer)
    {
        var next = new Dictionary<string, string?>();
        using var body = JsonDocument.Parse(answer.Body);
        if (!body.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            return next;
        }

        foreach (var (key, variable, forward) in operation.Cursors)
        {
            if (data.TryGetProperty(key, out var connection) && connection.ValueKind == JsonValueKind.Object
                && connection.GetProperty("pageInfo").GetProperty(forward ? "endCursor" : "startCursor").GetString() is { } cursor)
            {
                next[variable] = cursor;
            }
        }

        return next;
    }
}
