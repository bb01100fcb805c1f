using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>
/// Writes the response. If a non-null value is null, the output goes back to the start of the nearest nullable value and
/// writes null there. Errors recorded below that position are removed.
/// </summary>
/// <remarks>Specification: 6.4.3 CompleteValue, 6.4.4 Handling Execution Errors.</remarks>
internal sealed class ResultWriter(OperationPlan plan, RequestContext context, JsonOutput output, ILogger logger)
{
    // Names, or indexes where the name is null. Boxing each index would cost more than its list item.
    private readonly List<(string? Name, int Index)> _path = [];

    /// <summary>Field errors, in the order in which they occurred.</summary>
    public List<GraphQLError> Errors { get; } = [];

    /// <summary>Writes the value of <c>data</c>, which is null if an error reaches the root.</summary>
    public void WriteData(ResolvedObject root)
    {
        var start = output.Position;
        if (!WriteObject(root, plan.Root))
        {
            output.Rewind(start);
            output.WriteNullValue();
            KeepLast(0);
        }
    }

    private bool WriteObject(object value, SelectionPlan selection)
    {
        if (selection.Undecided(context) is { } undecided)
        {
            Note(
                new FieldError($"Variable \"${undecided.Variable}\" must not be null for @skip and @include.", ErrorCodes.BadInput),
                [plan.Document.Location(undecided.Position)]);
            return false;
        }

        var resolved = value as ResolvedObject;
        var source = resolved?.Source ?? (value is TypedValue typed ? typed.Value : value);
        output.WriteRaw((byte)'{');
        var first = true;
        foreach (var field in selection.InOrder(context))
        {
            if (!field.IsIncluded(context))
            {
                continue;
            }

            if (!first)
            {
                output.WriteRaw((byte)',');
            }

            first = false;
            output.WriteRaw(field.Label);
            if (!WriteField(field, source, resolved, selection))
            {
                return false;
            }
        }

        output.WriteRaw((byte)'}');
        return true;
    }

    private bool WriteField(PlannedField field, object source, ResolvedObject? resolved, SelectionPlan selection)
    {
        if (field.IsTypeName)
        {
            output.WriteStringValue(selection.Type.Name);
            return true;
        }

        var value = field.StoredAt >= 0 ? resolved!.Values[field.StoredAt] : Read(field, source);
        if (field.Leaf is { } leaf && TryWriteLeaf(field, leaf, ref value))
        {
            return true;
        }

        _path.Add((field.ResponseName, 0));
        var written = Complete(field, field.Field.Type, value);
        _path.RemoveAt(_path.Count - 1);
        return written;
    }

    private object? Read(PlannedField field, object source)
    {
        try
        {
            var value = Executor.ReadValue(field, source, plan, context);
            return field.IsList && value is System.Collections.IEnumerable items and not string ? Executor.Enumerated(items) : value;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return FieldError.Of(exception, field, logger);
        }
    }

    /// <summary>Writes a valid leaf value, the most frequent case, without a path or a position to go back to.</summary>
    /// <param name="field">The field.</param>
    /// <param name="leaf">Its scalar or enum type.</param>
    /// <param name="value">The value. Replaced by its error if it cannot be written.</param>
    private bool TryWriteLeaf(PlannedField field, NamedType leaf, ref object? value)
    {
        if (value is null)
        {
            if (field.IsNullable)
            {
                output.WriteNullValue();
            }

            return field.IsNullable;
        }

        if (value is FieldError)
        {
            return false;
        }

        var start = output.Position;
        try
        {
            WriteLeaf(leaf, value);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            output.Rewind(start);
            value = FieldError.Of(exception, field, logger);
            return false;
        }
    }

    /// <summary>Writes a value, or null in its place. Returns false if null is not allowed here.</summary>
    private bool Complete(PlannedField field, GraphQLType type, object? value)
    {
        var start = output.Position;
        var errors = Errors.Count;
        var nullable = type is not NonNullType;
        if (CompleteNonNull(field, type.Nullable, value, nullable))
        {
            return true;
        }

        output.Rewind(start);
        if (!nullable)
        {
            return false;
        }

        KeepLast(errors);
        output.WriteNullValue();
        return true;
    }

    /// <summary>Of all errors below a null, keeps only the one that caused it.</summary>
    private void KeepLast(int from)
    {
        if (Errors.Count > from + 1)
        {
            Errors.RemoveRange(from, Errors.Count - from - 1);
        }
    }

    private bool CompleteNonNull(PlannedField field, GraphQLType type, object? value, bool nullable)
    {
        switch (value)
        {
            case null when nullable:
                output.WriteNullValue();
                return true;
            case null:
                Note(field, new FieldError($"Cannot return null for non-nullable field {field.Field.Coordinate}.", ErrorCodes.Internal));
                return false;
            case FieldError error:
                Note(field, error);
                return false;
        }

        return type switch
        {
            ListType list => WriteList(field, list, value),
            ScalarType or EnumType => WriteLeaf(field, (NamedType)type, value),
            _ => WriteComposite(field, value),
        };
    }

    private bool WriteList(PlannedField field, ListType list, object value)
    {
        output.WriteRaw((byte)'[');
        // By index if possible, because an enumerator would be allocated for each list.
        if (value is System.Collections.IList items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (!WriteItem(field, list, items[i], i))
                {
                    return false;
                }
            }
        }
        else
        {
            var index = 0;
            foreach (var item in (System.Collections.IEnumerable)value)
            {
                if (!WriteItem(field, list, item, index++))
                {
                    return false;
                }
            }
        }

        output.WriteRaw((byte)']');
        return true;
    }

    private bool WriteItem(PlannedField field, ListType list, object? item, int index)
    {
        if (index > 0)
        {
            output.WriteRaw((byte)',');
        }

        _path.Add((null, index));
        var written = Complete(field, list.OfType, item);
        _path.RemoveAt(_path.Count - 1);
        return written;
    }

    private bool WriteLeaf(PlannedField field, NamedType leaf, object value)
    {
        try
        {
            WriteLeaf(leaf, value);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Note(field, FieldError.Of(exception, field, logger));
            return false;
        }
    }

    private void WriteLeaf(NamedType leaf, object value)
    {
        if (leaf is EnumType choice)
        {
            output.WriteRaw(choice.JsonOf(value) ?? throw new InvalidOperationException($"{value} is not a value of {choice.Name}."));
        }
        else
        {
            ((ScalarType)leaf).Write(output, value);
        }
    }

    private bool WriteComposite(PlannedField field, object value)
    {
        if (Executor.SelectionOf(field, value) is { } selection)
        {
            return WriteObject(value, selection);
        }

        Note(field, FieldError.Of(new InvalidOperationException($"{value.GetType()} is not a possible type of {field.Field.Type}."), field, logger));
        return false;
    }

    private void Note(PlannedField field, FieldError error) => Note(error, field.Locations(context, error.Position));

    private void Note(FieldError error, IReadOnlyList<SourceLocation> locations) => Errors.Add(new GraphQLError(error.Message)
    {
        Code = error.Code,
        Path = _path.Count == 0 ? null : [.. _path.Select(p => p.Name ?? (object)p.Index)],
        Locations = locations,
    });
}
