using System.Net;
using System.Net.Http.Headers;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>The response to a request for a page.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The page, or the error.</param>
/// <param name="Headers">The response headers, without content headers.</param>
internal sealed record PageAnswer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers);
