using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Volunteers;

/// <summary>Code: VOLUNTEER_UNAVAILABLE.</summary>
internal sealed class VolunteerUnavailableException(string message) : MutationException(message, "VOLUNTEER_UNAVAILABLE");
