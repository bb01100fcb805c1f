using System.Text.Json;

namespace Integration.Graph.Engine.Execution;

/// <summary>A request as the client sent it. Unknown properties are ignored.</summary>
/// <remarks>Source: GraphQL over HTTP, "Request Parameters".</remarks>
/// <param name="Query">The document; null if the request has an id instead.</param>
/// <param name="Id">Id of a trusted document; null if the request contains a document.</param>
/// <param name="OperationName">Name of the operation to execute; null if the document has only one.</param>
/// <param name="Variables">Variables, not coerced.</param>
internal sealed record GraphQLRequest(string? Query, string? Id, string? OperationName, JsonElement Variables);
