using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// A value of the input is not valid. Codes: UNKNOWN_CODE, OUT_OF_RANGE, IN_THE_FUTURE, MALFORMED, TOO_LONG, REQUIRED,
/// DUPLICATE, NOT_APPLICABLE, NOT_PERMITTED.
/// </summary>
internal sealed class InvalidInputException(string field, string code, string message) : MutationException(message, code)
{
    /// <summary>Path of the value in the input, for example <c>address.postalCode</c> or <c>grants[1].field</c>.</summary>
    public string Field { get; } = field;
}

/// <summary>No object with this id exists, or the caller may not see it. Code: NOT_FOUND.</summary>
internal sealed class NotFoundException(string field) : MutationException("There is no object with this id that you may see.", "NOT_FOUND")
{
    /// <summary>The input field with the id.</summary>
    public string Field { get; } = field;
}

/// <summary>Another request changed the same data at the same time, or since the given version. Code: CONFLICT.</summary>
internal sealed class ConflictException()
    : MutationException("Another request changed the same data. Nothing was stored. Read the data again and repeat the mutation.", "CONFLICT");

/// <summary>Codes for problems of an input value.</summary>
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

    /// <summary>The caller's role may not set this value; another role may.</summary>
    public const string NotPermitted = "NOT_PERMITTED";
}
