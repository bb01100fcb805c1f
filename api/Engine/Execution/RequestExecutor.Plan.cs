using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Validation;

namespace Integration.Graph.Engine.Execution;

public sealed partial class RequestExecutor
{
    /// <summary>Returns the plan of a request.</summary>
    /// <exception cref="GraphQLRequestException">The document cannot be executed for this view.</exception>
    /// <exception cref="OnlyQueriesException">The operation is not a query, and only queries are allowed.</exception>
    internal OperationPlan Plan(GraphQLRequest request, SchemaView view, bool onlyQueries = false)
    {
        var (document, operationName) = (DocumentOf(request), request.OperationName);
        var plan = _plans.Find(document, operationName, view.Name) ?? MakePlan(document, operationName, view, onlyQueries);
        return onlyQueries && plan.Operation != OperationType.Query ? throw new OnlyQueriesException() : plan;
    }

    /// <summary>The text of the document. All requests pass through here, so that none bypasses the trusted documents.</summary>
    private string DocumentOf(GraphQLRequest request)
    {
        if (request.Id is { } id)
        {
            return _trusted?.Find(id) ?? throw new GraphQLRequestException(
                [new GraphQLError("There is no trusted document with this id.") { Code = ErrorCodes.DocumentNotFound }]);
        }

        return !_options.OnlyTrustedDocuments ? request.Query! : throw new GraphQLRequestException(
            [new GraphQLError("This server runs only trusted documents (OnlyTrustedDocuments). Send the `id` of one.") { Code = ErrorCodes.DocumentNotTrusted }]);
    }

    private OperationPlan MakePlan(string document, string? operationName, SchemaView view, bool onlyQueries)
    {
        var parsed = Parse(document);
        if (onlyQueries && FindOperation(parsed, operationName) is { Operation: not OperationType.Query })
        {
            // Checked before all other errors, because the request could never succeed this way.
            throw new OnlyQueriesException();
        }

        var invalid = Validator.Validate(view.Full, parsed, new ValidationOptions
        {
            MaxDepth = _options.MaxDepth,
            MaxIntrospectionDepth = _options.MaxIntrospectionDepth,
            MaxAliases = _options.MaxAliases,
            MaxFragments = _options.MaxFragments,
            IsVisible = view.Has,
        });
        if (invalid.Count > 0)
        {
            throw new GraphQLRequestException([.. invalid.Select(e => new GraphQLError(e.Message)
            {
                Locations = e.Locations,
                Coordinate = e.Coordinate,
                Code = e.IsLimit ? ErrorCodes.LimitExceeded : ErrorCodes.ValidationFailed,
            })]);
        }

        var (plan, errors) = OperationCompiler.Compile(view, parsed, ChooseOperation(parsed, operationName), new PlanLimits(_options.MaxPlannedFields, _options.MaxCollectedSelections));
        if (plan is null)
        {
            throw new GraphQLRequestException(errors);
        }

        _plans.Add(document, operationName, plan);
        return plan;
    }

    private DocumentNode Parse(string document)
    {
        try
        {
            return Parser.Parse(document, new ParserOptions { MaxTokens = _options.MaxTokens, MaxDirectives = _options.MaxDirectives });
        }
        catch (GraphQLSyntaxException error)
        {
            throw new GraphQLRequestException([new GraphQLError(error.Message) { Locations = [error.Location], Code = error.Limit is null ? ErrorCodes.SyntaxError : ErrorCodes.LimitExceeded }]);
        }
    }

    /// <summary>GetOperation() of the specification.</summary>
    private static OperationDefinitionNode ChooseOperation(DocumentNode document, string? name)
    {
        if (FindOperation(document, name) is { } found)
        {
            return found;
        }

        throw RequestError(
            name is not null ? $"The document has no operation named \"{name}\"."
            : document.Definitions.OfType<OperationDefinitionNode>().Any() ? "The document has several operations. Select one with `operationName`."
            : "The document has no operation.");
    }

    private static OperationDefinitionNode? FindOperation(DocumentNode document, string? name)
    {
        var operations = document.Definitions.OfType<OperationDefinitionNode>().Where(o => name is null || o.Name?.Value == name).Take(2).ToList();
        return operations.Count == 1 || name is not null ? operations.FirstOrDefault() : null;
    }
}
