using Integration.Graph.Engine.Planning;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>A field that could not be resolved.</summary>
/// <param name="Message">For people.</param>
/// <param name="Code">See <see cref="GraphQLError.Code"/>.</param>
/// <param name="Position">Offset of what is wrong in the document; negative if it is the field.</param>
internal sealed record FieldError(string Message, string? Code, int Position = -1)
{
    /// <summary>What may be told of an exception: its message only if it was made for clients.</summary>
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
