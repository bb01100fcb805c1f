using System.Net;
using System.Net.Http.Headers;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>What the server answered to a request for a page.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The page, or why there is none.</param>
/// <param name="Headers">Of the response, without those of the content.</param>
internal sealed record PageAnswer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers);
