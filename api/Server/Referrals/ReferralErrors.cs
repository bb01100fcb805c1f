using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Referrals;

/// <summary>Code: WRONG_STATUS.</summary>
internal sealed class WrongStatusException : MutationException
{
    private WrongStatusException(string message)
        : base(message, "WRONG_STATUS")
    {
    }

    /// <summary>The message names the present status and what is needed, as they are called in the schema.</summary>
    /// <param name="what">Such as <c>referral</c>.</param>
    /// <param name="present">The status that it has.</param>
    /// <param name="needed">One of these would do.</param>
    public static WrongStatusException Of<T>(string what, T present, params ReadOnlySpan<T> needed)
        where T : struct, Enum
    {
        var names = new List<string>();
        foreach (var status in needed)
            names.Add(SchemaName(status));
        return new($"The {what} is {SchemaName(present)}; this needs {string.Join(" or ", names)}.");
    }

    private static string SchemaName<T>(T status)
        where T : struct, Enum =>
        string.Concat(status.ToString().Select((letter, i) =>
            i > 0 && char.IsUpper(letter) ? $"_{letter}" : char.ToUpperInvariant(letter).ToString()));
}

/// <summary>Code: ACTIVATION_NOT_NEEDED.</summary>
internal sealed class ActivationNotNeededException(string message) : MutationException(message, "ACTIVATION_NOT_NEEDED");
