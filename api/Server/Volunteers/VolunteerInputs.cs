using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Referrals;

namespace Integration.Graph.Server.Volunteers;

/// <summary>Somebody who meets newcomers for the caller's branch.</summary>
/// <param name="GivenName">At most 100 characters.</param>
/// <param name="FamilyName">At most 100 characters.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Email">An e-mail address.</param>
/// <param name="Languages">ISO 639-3 codes.</param>
/// <param name="ActivityTypes">Keys of the activity types that the volunteer offers.</param>
/// <param name="Capacity">How many open matches at most; 0 to 20.</param>
/// <param name="ChildCertificateOn">Day on which the child certificate (børneattest) was issued.</param>
internal sealed record RegisterVolunteerInput(
    string GivenName,
    string FamilyName,
    string? Phone = null,
    string? Email = null,
    IReadOnlyList<string>? Languages = null,
    IReadOnlyList<string>? ActivityTypes = null,
    int Capacity = 1,
    DateOnly? ChildCertificateOn = null);

/// <summary>Who is to meet whom.</summary>
/// <param name="ReferralId">A referral at the caller's branch.</param>
/// <param name="VolunteerId">A volunteer of the caller's branch.</param>
/// <param name="ActivityType">Key of the activity type that it is about.</param>
internal sealed record ProposeMatchInput(
    [property: ID<Referral>] long ReferralId, [property: ID<Volunteer>] long VolunteerId, string ActivityType);

/// <summary>The volunteer's answer.</summary>
/// <param name="MatchId">A match proposed to the caller.</param>
/// <param name="Accept">Yes, or no with false.</param>
internal sealed record ConfirmMatchInput([property: ID<Match>] long MatchId, bool Accept = true);

/// <summary>Which match is over.</summary>
/// <param name="MatchId">A match of the caller.</param>
internal sealed record EndMatchInput([property: ID<Match>] long MatchId);

/// <summary>That the volunteer and the person have met.</summary>
/// <param name="MatchId">A confirmed match of the caller.</param>
/// <param name="MetOn">The day; today if left out. Not before the day on which the match was confirmed.</param>
internal sealed record RecordMeetingInput([property: ID<Match>] long MatchId, DateOnly? MetOn = null);
