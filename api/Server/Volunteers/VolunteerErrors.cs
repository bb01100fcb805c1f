using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Volunteers;

/// <summary>
/// The volunteer cannot be proposed, because the volunteer does not offer the activity type, has no free capacity, or
/// lacks a valid child certificate. Code: VOLUNTEER_UNAVAILABLE.
/// </summary>
internal sealed class VolunteerUnavailableException(string message) : MutationException(message, "VOLUNTEER_UNAVAILABLE");
