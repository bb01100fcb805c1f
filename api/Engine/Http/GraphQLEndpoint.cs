using System.Globalization;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Engine.Http;

/// <summary>Adds a GraphQL service to an application.</summary>
public static class GraphQLEndpoint
{
    /// <summary>Registers the engine. The schema is built when the first request needs it.</summary>
    /// <param name="services">
    /// The application's services. Queries for rows require an <see cref="IRowSource"/> and a <see cref="CursorSealer"/>.
    /// </param>
    /// <param name="types">Candidate types; those with attributes of the engine are used.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    public static IServiceCollection AddGraphQLServer(this IServiceCollection services, IReadOnlyList<Type> types, Action<GraphQLOptions, IServiceProvider>? configure = null)
    {
        services.AddOptionsWithValidateOnStart<GraphQLOptions, GraphQLOptionsValidator>()
            .Configure<IServiceProvider>((options, provider) => configure?.Invoke(options, provider));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GraphQLOptions>>().Value);
        services.AddSingleton<ActiveSubscriptions>();
        services.TryAddSingleton<IConnectionAuthenticator, RequestAuthenticator>();
        services.AddSingleton(provider =>
        {
            var policy = provider.GetService<IAccessPolicy>() ?? new OpenAccess();
            var options = provider.GetRequiredService<GraphQLOptions>();
            var schema = SchemaBuilder.Build(policy, new PagingLimits(options.DefaultPageSize, options.MaxPageSize), types);
            return new RequestExecutor(schema, policy, options, provider.GetRequiredService<ILogger<RequestExecutor>>());
        });
        return services;
    }

    /// <summary>Serves GraphQL at a path: over HTTP, over WebSockets and as event streams.</summary>
    /// <remarks>Source: GraphQL over HTTP, GraphQL over WebSocket Protocol, GraphQL over SSE Protocol.</remarks>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder routes, string path = "/graphql")
    {
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(http => http.WebSockets.IsWebSocketRequest ? WebSocketEndpoint.AnswerAsync(http) : AnswerAsync(http));
        return routes.Map(path, pipeline.Build());
    }

    /// <exception cref="GraphQLHttpException">The operation is not allowed by GET.</exception>
    internal static void CheckGet(HttpContext http, OperationPlan plan)
    {
        if (HttpMethods.IsGet(http.Request.Method) && (plan.Operation == OperationType.Mutation || plan.TouchesRuledRows))
        {
            throw new GraphQLHttpException(
                StatusCodes.Status405MethodNotAllowed,
                plan.Operation == OperationType.Mutation
                    ? "Only queries and subscriptions are allowed by GET. Use POST."
                    : "Operations on confidential data require POST, so that no value appears in a URL.");
        }
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var type = Negotiation.Choose(http.Request);
        var takesEvents = ServerSentEvents.IsAccepted(http.Request);
        using var output = new JsonOutput();
        int status;
        var executor = http.RequestServices.GetRequiredService<RequestExecutor>();
        var options = http.RequestServices.GetRequiredService<GraphQLOptions>();
        try
        {
            if (type is null && !takesEvents)
            {
                throw new GraphQLHttpException(StatusCodes.Status406NotAcceptable, "The Accept header must allow application/graphql-response+json, application/json or text/event-stream, in UTF-8.");
            }

            var isGet = HttpMethods.IsGet(http.Request.Method);
            if (!isGet && !HttpMethods.IsPost(http.Request.Method))
            {
                throw new GraphQLHttpException(StatusCodes.Status405MethodNotAllowed, "GraphQL requests must use POST or GET.");
            }

            var request = isGet ? RequestReader.Read(http.Request.Query) : await RequestReader.ReadAsync(http, options.MaxRequestBodySize);
            if (type is null)
            {
                await ServerSentEvents.AnswerAsync(http, request);
                return;
            }

            var plan = executor.Plan(request, executor.View(options.View(http)), onlyQueries: isGet && !takesEvents);
            CheckGet(http, plan);
            if (plan.Operation == OperationType.Subscription)
            {
                if (!takesEvents)
                {
                    throw new GraphQLHttpException(StatusCodes.Status406NotAcceptable, "A subscription requires text/event-stream in the Accept header, or a WebSocket with graphql-transport-ws.");
                }

                await ServerSentEvents.AnswerAsync(http, request);
                return;
            }

            var hasErrors = await executor.ExecuteAsync(plan, request.Variables, http.RequestServices, options.CallerKey(http), output, http.RequestAborted, ReportsCost(http.Request));
            status = ResponseStatus.OfResult(hasErrors, type);
        }
        catch (GraphQLHttpException refused)
        {
            status = refused.Status;
            Refuse(output, [new GraphQLError(refused.Message) { Code = "HTTP_" + status.ToString(CultureInfo.InvariantCulture) }]);
        }
        catch (OnlyQueriesException)
        {
            status = StatusCodes.Status405MethodNotAllowed;
            Refuse(output, [new GraphQLError("Only queries are allowed by GET. Use POST.") { Code = "HTTP_405" }]);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or BadHttpRequestException))
        {
            var errors = RequestFailure.ErrorsOf(exception, options, http.RequestServices.GetRequiredService<ILogger<RequestExecutor>>(), options.View(http));
            status = ResponseStatus.OfErrors(errors);
            Refuse(output, errors);
        }

        http.Response.StatusCode = status;
        SetHeaders(http, status);
        http.Response.ContentType = status < StatusCodes.Status300MultipleChoices ? type : Negotiation.TypeOfErrors(type);
        http.Response.ContentLength = output.Written.Length;
        await http.Response.Body.WriteAsync(output.Written, http.RequestAborted);
    }

    /// <summary>Replaces whatever has been written by errors.</summary>
    private static void Refuse(JsonOutput output, IReadOnlyList<GraphQLError> errors)
    {
        output.Rewind(0);
        RequestExecutor.WriteRequestErrors(output, errors);
    }

    /// <summary>Sets the headers that HTTP requires with some status codes.</summary>
    private static void SetHeaders(HttpContext http, int status)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        switch (status)
        {
            case StatusCodes.Status401Unauthorized:
                headers.WWWAuthenticate = "Bearer";
                break;
            case StatusCodes.Status405MethodNotAllowed:
                headers.Allow = HttpMethods.IsGet(http.Request.Method) ? "POST" : "GET, POST";
                break;
            case StatusCodes.Status503ServiceUnavailable:
                headers.RetryAfter = OutageException.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                break;
        }
    }

    /// <summary>Whether the request asks for the cost, with the header that HotChocolate's clients use.</summary>
    private static bool ReportsCost(HttpRequest request) => request.Headers["GraphQL-Cost"] is [var wish] && wish == "report";
}
