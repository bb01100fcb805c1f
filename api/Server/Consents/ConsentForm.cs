using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Consents;

/// <summary>The input that giving and changing a consent have in common.</summary>
internal sealed record ConsentForm(
    ConsentMethod Method, string Language, string? Guardian, DateTime? ValidUntil, IReadOnlyList<ConsentGrantInput> Grants)
{
    public SharedFields FieldsOf(RecipientClass recipient) =>
        Grants.Where(x => x.Recipient == recipient).Select(x => x.Field).ToSet();

    /// <summary>Checks the input and returns the guardian and the end to store.</summary>
    public (string? Guardian, DateTime ValidUntil) Check(InputChecks check, Refugee? refugee, Moment at)
    {
        check.Language("language", Language);
        CheckGrants(check);
        var guardian = check.OptionalName("guardian", Guardian);
        CheckEnd(check, at.Now);
        if (refugee is null)
        {
            return (null, at.Now);
        }

        var guardianEnd = Age.On(at.Today, refugee.DateOfBirth) < Age.Majority ? ConsentRules.GuardianEnd(refugee.DateOfBirth) : (DateTime?)null;
        if (guardianEnd <= at.Now)
        {
            check.Invalid("guardian", InputCode.NotApplicable,
                "The person turns 18 this month, and a guardian's consent ends before that month begins. From the 18th birthday the person can give the consent alone.");
        }
        else if (guardianEnd is not null && guardian is null)
        {
            check.Add(new GuardianRequiredException("guardian"));
        }

        if (guardianEnd is null && guardian is not null)
        {
            check.Invalid("guardian", InputCode.NotApplicable, "The person is 18 or older and gives the consent alone. Omit the guardian.");
        }

        var latest = ConsentRules.LatestEnd(at.Now, guardianEnd);
        return (guardian, ValidUntil < latest ? ValidUntil.Value : latest);
    }

    private void CheckGrants(InputChecks check)
    {
        if (Grants.Count == 0)
        {
            check.Invalid("grants", InputCode.Required, "A consent needs at least one grant. To share nothing any more, withdraw the consent.");
        }

        var seen = new HashSet<ConsentGrantInput>();
        check.InvalidEntries("grants", [.. Grants.Index().Where(x => !seen.Add(x.Item))
            .Select(x => ($"[{x.Index}].field", InputCode.Duplicate, "This field is already granted to this recipient."))]);
    }

    private void CheckEnd(InputChecks check, DateTime now)
    {
        if (ValidUntil <= now)
        {
            check.Invalid("validUntil", InputCode.OutOfRange, "This instant has passed.");
        }
        else if (ValidUntil > now.AddMonths(ConsentRules.MaxMonths))
        {
            check.Invalid("validUntil", InputCode.OutOfRange, $"A consent is valid for at most {ConsentRules.MaxMonths} months.");
        }
    }
}
