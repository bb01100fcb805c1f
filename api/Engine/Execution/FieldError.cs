using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>The error of a field that could not be resolved.</summary>
/// <param name="Message">Message for people.</param>
/// <param name="Code">See <see cref="GraphQLError.Code"/>; null if there is none.</param>
/// <param name="Position">Offset of the invalid part in the document; negative for the field itself.</param>
internal sealed record FieldError(string Message, string? Code, int Position = -1)
{
    /// <summary>
    /// Returns the error for an exception. Only a <see cref="GraphQLException"/> keeps its message; any other exception is
    /// logged under an id.
    /// </summary>
    public static FieldError Of(Exception exception, PlannedField field, ILogger logger)
    {
        if (exception is GraphQLException meant)
        {
            return new FieldError(meant.Message, meant.Code, meant.Position);
        }

        var id = Guid.NewGuid().ToString("n");
        Log.ResolverFailed(logger, exception, field.Field.Name, id);
        return new FieldError($"Something went wrong inside the server. Its log has the details under {id}.", ErrorCodes.Internal);
    }
}
