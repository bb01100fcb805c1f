using System.Text.Json;

namespace Integration.Graph.Server.Identity;

/// <summary>A request to the development issuer: the claims that the token gets.</summary>
internal sealed class DevelopmentTokenRequest
{
    private const int LongestBody = 4096;
    private const int LongestText = 255;
    private const string Body = "body";
    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Maps the claim of each scope to the role that it belongs to.</summary>
    private static readonly IReadOnlyDictionary<string, Role> ScopeClaims =
        RoleNames.All.Where(role => role.ScopeClaim() is not null).ToDictionary(role => role.ScopeClaim()!);

    private readonly Dictionary<string, List<string>> _problems = [];

    public List<Role> Roles { get; } = [];
    public Dictionary<string, string> Scopes { get; } = [];
    public string? Subject { get; private set; }

    /// <summary>Problems by field, as sentences; empty if the request is valid.</summary>
    public Dictionary<string, string[]> Problems => _problems.ToDictionary(one => one.Key, one => one.Value.ToArray());

    public static async Task<DevelopmentTokenRequest> ReadAsync(
        Stream body, ScopeDirectory scopes, CancellationToken cancellationToken)
    {
        var request = new DevelopmentTokenRequest();
        var buffer = new byte[LongestBody + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestBody)
        {
            request.Add(Body, $"The body is longer than {LongestBody} bytes.");
        }
        else
        {
            request.Parse(buffer.AsMemory(0, length));
        }

        await request.CheckScopesAsync(scopes, cancellationToken);
        return request;
    }

    public Dictionary<string, object> ToClaims()
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = Subject ?? string.Join(':', ["dev", .. Roles.Select(RoleNames.InTokens), .. Scopes.Values]),
            ["roles"] = Roles.Select(RoleNames.InTokens).ToArray(),
        };
        foreach (var (claim, key) in Scopes)
        {
            claims[claim] = key;
        }

        return claims;
    }

    private void Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Add(Body, "The body is not a JSON object. Write for example "
                    + """{"role":"MUNICIPALITY","municipality":"0461"}.""");
            }
            else
            {
                ReadFields(document.RootElement);
            }
        }
        // InvalidOperationException: an escape sequence with half of a surrogate pair.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Add(Body, "The body is not JSON, is nested too deeply or contains a field twice. Write for example "
                + """{"role":"MUNICIPALITY","municipality":"0461"}.""");
        }
    }

    private void ReadFields(JsonElement body)
    {
        foreach (var field in body.EnumerateObject())
        {
            if (field.Name == "role")
            {
                AddRole(field.Name, field.Value);
            }
            else if (field.Name == "roles" && field.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var role in field.Value.EnumerateArray())
                {
                    AddRole(field.Name, role);
                }
            }
            else if (field.Name == "roles")
            {
                Add(field.Name, "The value is not a list of roles.");
            }
            else if (field.Name == "subject")
            {
                Subject = Text(field);
            }
            else if (!ScopeClaims.ContainsKey(field.Name))
            {
                Add(field.Name, "This request has no such field; the fields are role or roles, "
                    + $"{string.Join(", ", ScopeClaims.Keys)} and subject.");
            }
            else if (Text(field) is { } key)
            {
                Scopes[field.Name] = key;
            }
        }
        if (body.TryGetProperty("role", out _) && body.TryGetProperty("roles", out _))
        {
            Add("roles", "Give role or roles, not both.");
        }

        if (Roles.Count == 0 && _problems.Count == 0)
        {
            Add("role", $"The role is missing; the roles are {RoleNames.List(RoleNames.All)}.");
        }
    }

    private void AddRole(string field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || RoleNames.Parse(value.GetString()) is not { } role)
        {
            Add(field, $"The value contains an unknown role; the roles are {RoleNames.List(RoleNames.All)}.");
        }
        else if (!Roles.Contains(role))
        {
            Roles.Add(role);
        }
    }

    private string? Text(JsonProperty field)
    {
        var text = field.Value.ValueKind switch
        {
            JsonValueKind.String => field.Value.GetString(),
            JsonValueKind.Number when field.Name == Role.Volunteer.ScopeClaim() => field.Value.GetRawText(),
            _ => null,
        };
        if (!string.IsNullOrWhiteSpace(text) && text.Length <= LongestText)
        {
            return text;
        }

        Add(field.Name, $"The value is not a string of 1 to {LongestText} characters.");
        return null;
    }

    private async Task CheckScopesAsync(ScopeDirectory scopes, CancellationToken cancellationToken)
    {
        foreach (var role in Roles)
        {
            if (role.ScopeClaim() is { } claim && !Scopes.ContainsKey(claim) && !_problems.ContainsKey(claim))
            {
                Add(claim, $"The field is missing: the role {role.InTokens()} needs it.");
            }
        }

        foreach (var (claim, key) in Scopes)
        {
            if (await scopes.FindAsync(ScopeClaims[claim], key, cancellationToken) is null)
            {
                Add(claim, $"There is no {claim} '{key}'.");
            }
        }
    }

    private void Add(string field, string problem)
    {
        if (!_problems.TryGetValue(field, out var sentences))
        {
            _problems[field] = sentences = [];
        }

        if (!sentences.Contains(problem))
        {
            sentences.Add(problem);
        }
    }
}
