using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// A value that cannot be taken. Codes: UNKNOWN_CODE, OUT_OF_RANGE, IN_THE_FUTURE, MALFORMED, TOO_LONG, REQUIRED,
/// DUPLICATE, NOT_APPLICABLE, NOT_PERMITTED.
/// </summary>
internal sealed class InvalidInputException(string field, string code, string message) : MutationException(message, code)
{
    /// <summary>Path of the value in the input, such as <c>address.postalCode</c> or <c>grants[1].field</c>.</summary>
    public string Field { get; } = field;
}

/// <summary>There is none with this id for this caller. Code: NOT_FOUND.</summary>
internal sealed class NotFoundException(string field) : MutationException("There is nothing with this id that you may see.", "NOT_FOUND")
{
    /// <summary>The input that holds the id.</summary>
    public string Field { get; } = field;
}

/// <summary>Somebody else changed it at the same time. Code: CONFLICT.</summary>
internal sealed class ConflictException()
    : MutationException("Somebody else changed this at the same time. Nothing was stored; look at it again and repeat.", "CONFLICT");

/// <summary>What can be wrong with a value.</summary>
internal static class InputCode
{
    public const string UnknownCode = "UNKNOWN_CODE";
    public const string OutOfRange = "OUT_OF_RANGE";
    public const string InTheFuture = "IN_THE_FUTURE";
    public const string Malformed = "MALFORMED";
    public const string TooLong = "TOO_LONG";
    public const string Required = "REQUIRED";
    public const string Duplicate = "DUPLICATE";

    /// <summary>The value does not fit what is recorded: a guardian of an adult, an address before the placement.</summary>
    public const string NotApplicable = "NOT_APPLICABLE";

    /// <summary>Another role may give this value, the caller's may not.</summary>
    public const string NotPermitted = "NOT_PERMITTED";
}
