using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Referrals;

namespace Integration.Graph.Server.Volunteers;

/// <summary>The volunteer to register at the caller's branch.</summary>
/// <param name="GivenName">Given name, at most 100 characters.</param>
/// <param name="FamilyName">Family name, at most 100 characters.</param>
/// <param name="Phone">Phone number in E.164 format. Omit if unknown.</param>
/// <param name="Email">E-mail address. Omit if unknown.</param>
/// <param name="Languages">ISO 639-3 codes of the languages that the volunteer speaks.</param>
/// <param name="ActivityTypes">Keys of the activity types that the volunteer offers.</param>
/// <param name="Capacity">Highest number of open matches that the volunteer takes at once, 0 to 20.</param>
/// <param name="ChildCertificateOn">
/// Day on which the child certificate (børneattest) was issued, not in the future. Omit if there is none.
/// </param>
internal sealed record RegisterVolunteerInput(
    string GivenName,
    string FamilyName,
    string? Phone = null,
    string? Email = null,
    IReadOnlyList<string>? Languages = null,
    IReadOnlyList<string>? ActivityTypes = null,
    int Capacity = 1,
    DateOnly? ChildCertificateOn = null);

/// <summary>The match to propose.</summary>
/// <param name="ReferralId">Id of a referral assigned to the caller's branch, with status `ACCEPTED` or `CONTACTED`.</param>
/// <param name="VolunteerId">Id of a volunteer of the caller's branch.</param>
/// <param name="ActivityType">Key of the activity type of the match. The volunteer must offer it.</param>
internal sealed record ProposeMatchInput(
    [property: ID<Referral>] long ReferralId, [property: ID<Volunteer>] long VolunteerId, string ActivityType);

/// <summary>The volunteer's answer to a proposed match.</summary>
/// <param name="MatchId">Id of a match that is proposed to the caller.</param>
/// <param name="Accept">True to accept, false to decline.</param>
internal sealed record ConfirmMatchInput([property: ID<Match>] long MatchId, bool Accept = true);

/// <summary>The match to end.</summary>
/// <param name="MatchId">Id of a proposed or confirmed match of the caller's branch or, for a volunteer, of the caller.</param>
internal sealed record EndMatchInput([property: ID<Match>] long MatchId);

/// <summary>The first meeting to record.</summary>
/// <param name="MatchId">Id of a confirmed match of the caller.</param>
/// <param name="MetOn">Day of the meeting, not in the future and not before the match was confirmed. Default: today.</param>
internal sealed record RecordMeetingInput([property: ID<Match>] long MatchId, DateOnly? MetOn = null);
