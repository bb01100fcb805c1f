using System.Data.Common;
using Integration.Graph.Engine.Execution;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// GraphQL's strings may hold U+0000; PostgreSQL's cannot, and no text of ours does. So it is bad input wherever it would
/// reach a database, on SQLite too.
/// </summary>
/// <remarks>Source: PostgreSQL, "Character Types": the character with code zero cannot be stored.</remarks>
internal sealed class NullCharacter : DbCommandInterceptor
{
    public static NullCharacter Instance { get; } = new();

    /// <summary>Lets any other value pass.</summary>
    /// <exception cref="GraphQLException">It is a text, or a list with one, that holds the character.</exception>
    public static void Refuse(object? value)
    {
        if (value switch { string text => Holds(text), IEnumerable<string?> texts => texts.Any(Holds), _ => false })
        {
            throw new GraphQLException("A text of the request holds the character U+0000, which can be neither stored nor looked for.", ErrorCodes.BadInput);
        }
    }

    // What EF Core sends: its commands have their parameters by now.
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
