using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Volunteers;

/// <summary>Checks whether a volunteer can be proposed for a person.</summary>
internal static class Availability
{
    /// <summary>Number of years for which a child certificate is valid.</summary>
    public const int CertificateYears = 2;

    public static async Task CheckAsync(
        GraphContext db, InputChecks check, Volunteer volunteer, Refugee refugee, string activityType, Moment at,
        CancellationToken cancellationToken)
    {
        if (!KeyList.Split(volunteer.ActivityTypes).Contains(activityType))
        {
            check.Add(new VolunteerUnavailableException("The volunteer does not offer this activity type."));
        }

        if (await OpenMatchesAsync(db, volunteer.Id, at.Now, cancellationToken) >= volunteer.Capacity)
        {
            check.Add(new VolunteerUnavailableException("The volunteer has no free capacity: all places are taken by open matches."));
        }

        if (NeedsCertificate(refugee, at.Today) && !HasCertificate(volunteer, at.Today))
        {
            check.Add(new VolunteerUnavailableException(
                $"The volunteer has no child certificate issued in the last {CertificateYears} years. It is required unless the person is known to be 18 or older."));
        }
    }

    public static bool HasCertificate(Volunteer volunteer, DateOnly today) =>
        volunteer.ChildCertificateOn >= today.AddYears(-CertificateYears);

    // An age that volunteers may not see counts as a child's, so that the response does not reveal it.
    private static bool NeedsCertificate(Refugee refugee, DateOnly today) =>
        (refugee.Consent!.VolunteersFields & SharedFields.Age) == SharedFields.None
        || Age.On(today, refugee.DateOfBirth) < Age.Majority;

    private static Task<int> OpenMatchesAsync(GraphContext db, long volunteerId, DateTime now, CancellationToken cancellationToken) =>
        db.Matches.CountAsync(SharingConditions.Inline((Match x) => x.VolunteerId == volunteerId
            && (x.Status == MatchStatus.Proposed || x.Status == MatchStatus.Confirmed)
            && x.Refugee!.HasConsentInForce(now)), cancellationToken);
}
