using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Validation;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Execution;

public sealed partial class RequestExecutor
{
    /// <summary>The plan of what a request asks for, or the errors that its document has.</summary>
    /// <exception cref="GraphQLRequestException">The document cannot be run for this view.</exception>
    /// <exception cref="GraphQLHttpException">It is no query, and only queries are allowed.</exception>
    internal OperationPlan Plan(GraphQLRequest request, SchemaView view, bool onlyQueries = false)
    {
        var (document, operationName) = (DocumentOf(request), request.OperationName);
        var plan = _plans.Find(document, operationName, view.Name) ?? MakePlan(document, operationName, view, onlyQueries);
        return onlyQueries && plan.Operation != OperationType.Query ? throw OnlyQueries() : plan;
    }

    /// <summary>The text that is run: every way in asks here, so that none goes around the trusted documents.</summary>
    private string DocumentOf(GraphQLRequest request)
    {
        if (request.Id is { } id)
        {
            return _trusted?.Find(id) ?? throw new GraphQLRequestException(
                [new GraphQLError("There is no trusted document with this id.") { Code = ErrorCodes.DocumentNotFound }]);
        }

        return !_options.OnlyTrustedDocuments ? request.Query! : throw new GraphQLRequestException(
            [new GraphQLError("This server runs trusted documents only: send the `id` of one (OnlyTrustedDocuments).") { Code = ErrorCodes.DocumentNotTrusted }]);
    }

    private OperationPlan MakePlan(string document, string? operationName, SchemaView view, bool onlyQueries)
    {
        var parsed = Parse(document);
        if (onlyQueries && FindOperation(parsed, operationName) is { Operation: not OperationType.Query })
        {
            // Said before anything else that may be wrong with it, because it could never be asked this way.
            throw OnlyQueries();
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

        var (plan, errors) = OperationCompiler.Compile(view, parsed, ChooseOperation(parsed, operationName), _options);
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
            : document.Definitions.OfType<OperationDefinitionNode>().Any() ? "The document has several operations; say which by `operationName`."
            : "The document has no operation.");
    }

    private static OperationDefinitionNode? FindOperation(DocumentNode document, string? name)
    {
        var operations = document.Definitions.OfType<OperationDefinitionNode>().Where(o => name is null || o.Name?.Value == name).Take(2).ToList();
        return operations.Count == 1 || name is not null ? operations.FirstOrDefault() : null;
    }

    private static GraphQLHttpException OnlyQueries() => new(StatusCodes.Status405MethodNotAllowed, "Only queries can be asked by GET.");
}
