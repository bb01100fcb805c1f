using System.Data.Common;
using Integration.Graph.Engine.Types;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Refuses strings with the character U+0000. GraphQL strings may contain it, but PostgreSQL cannot store it, and no text of the
/// product contains it. It is bad input wherever it would reach a database, on SQLite too.
/// </summary>
/// <remarks>Source: PostgreSQL, "Character Types": the character with code zero cannot be stored.</remarks>
internal sealed class NullCharacter : DbCommandInterceptor
{
    public static NullCharacter Instance { get; } = new();

    /// <summary>Checks a value of a query.</summary>
    /// <exception cref="GraphQLException">The value is a string, or a list with a string, that contains the
    /// character.</exception>
    public static void Refuse(object? value)
    {
        if (value switch { string text => Holds(text), IEnumerable<string?> texts => texts.Any(Holds), _ => false })
        {
            throw new GraphQLException("A string in the request contains the character U+0000, which can be neither stored nor searched for.", ErrorCodes.BadInput);
        }
    }

    // For commands of EF Core, which have their parameters at this point.
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        foreach (DbParameter parameter in result.Parameters)
        {
            Refuse(parameter.Value);
        }

        return result;
    }

    private static bool Holds(string? text) => text is not null && text.Contains('\0', StringComparison.Ordinal);
}
