using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Referrals;

/// <summary>The object does not have a status that the operation needs. The message names both. Code: WRONG_STATUS.</summary>
internal sealed class WrongStatusException : MutationException
{
    private WrongStatusException(string message)
        : base(message, "WRONG_STATUS")
    {
    }

    /// <summary>Creates the error. Its message names the present status and the needed ones by their schema names.</summary>
    /// <param name="what">The object in words, for example <c>referral</c>.</param>
    /// <param name="present">The object's present status.</param>
    /// <param name="needed">The statuses that the operation accepts.</param>
    public static WrongStatusException Of<T>(string what, T present, params ReadOnlySpan<T> needed)
        where T : struct, Enum
    {
        var names = new List<string>();
        foreach (var status in needed)
        {
            names.Add(status.SchemaName());
        }

        return new($"The {what} is {present.SchemaName()}; this operation needs {string.Join(" or ", names)}.");
    }
}

/// <summary>
/// The branch already has open integration activities, or no person in its municipality waits for a
/// branch. Code: ACTIVATION_NOT_NEEDED.
/// </summary>
internal sealed class ActivationNotNeededException(string message) : MutationException(message, "ACTIVATION_NOT_NEEDED");
