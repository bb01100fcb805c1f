using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Engine.Http;

/// <summary>Responds to an operation with a stream of events, one request per operation.</summary>
/// <remarks>Source: GraphQL over SSE Protocol, "Distinct connections mode".</remarks>
internal static class ServerSentEvents
{
    private const string MediaType = "text/event-stream";

    /// <summary>Whether the client accepts event streams by name; a range such as <c>*/*</c> is not enough.</summary>
    public static bool IsAccepted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return false;
        }

        return accepted.Any(a => a.Quality != 0 && a.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Sends the response. Errors of the document are sent in the stream too, as the protocol requires.</summary>
    /// <exception cref="GraphQLHttpException">The operation is not allowed by GET. Nothing has been sent yet.</exception>
    public static async Task AnswerAsync(HttpContext http, GraphQLRequest request)
    {
        var services = http.RequestServices;
        var options = services.GetRequiredService<GraphQLOptions>();
        var executor = services.GetRequiredService<RequestExecutor>();
        var authenticator = services.GetRequiredService<IConnectionAuthenticator>();
        var session = new CallerSession(authenticator, services.GetRequiredService<IServiceScopeFactory>(), authenticator.Credentials(http, default));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var (plan, refused) = Plan(executor, request, options.View(http));
        if (plan is not null)
        {
            GraphQLEndpoint.CheckGet(http, plan);
        }

        var stream = new EventStreamResponse(http, options.Subscriptions.SendTimeout, ending);
        try
        {
            await stream.StartAsync();
            await (refused is null ? RunAsync(stream, http, plan!, request, session, options, ending) : stream.ErrorsAsync(refused.Errors));
            await stream.CompleteAsync();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client has disconnected, or the server is shutting down; a client that is still there reconnects.
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or BadHttpRequestException))
        {
            await TryEndAsync(stream, RequestFailure.ErrorsOf(exception, options, services.GetRequiredService<ILogger<RequestExecutor>>()));
        }
    }

    private static (OperationPlan? Plan, GraphQLRequestException? Refused) Plan(RequestExecutor executor, GraphQLRequest request, string view)
    {
        try
        {
            return (executor.Plan(request, executor.View(view)), null);
        }
        catch (GraphQLRequestException refused)
        {
            return (null, refused);
        }
    }

    private static async Task RunAsync(
        EventStreamResponse response,
        HttpContext http,
        OperationPlan plan,
        GraphQLRequest request,
        CallerSession session,
        GraphQLOptions options,
        CancellationTokenSource ending)
    {
        var executor = http.RequestServices.GetRequiredService<RequestExecutor>();
        if (plan.Operation != OperationType.Subscription)
        {
            await response.NextAsync(async output =>
            {
                await executor.ExecuteAsync(plan, request.Variables, http.RequestServices, options.CallerKey(http), output, ending.Token);
                return true;
            });
            return;
        }

        var caller = await session.JudgeAsync(ending.Token);
        using var place = http.RequestServices.GetRequiredService<ActiveSubscriptions>().Enter(caller.Key);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        await using var stream = executor.Subscribe(plan, request.Variables, session, http.RequestServices, reading.Token);
        var next = stream.MoveNextAsync().AsTask();
        try
        {
            while (await WaitAsync(next, caller, response, http, options, ending.Token))
            {
                await response.NextAsync(stream.WriteAsync);
                next = stream.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // A source cannot be disposed while a read is pending.
            await reading.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>
    /// Waits for an event. Sends a keep-alive comment at intervals, and throws when the caller's token has expired.
    /// </summary>
    private static async Task<bool> WaitAsync(
        Task<bool> next, ConnectionCaller caller, EventStreamResponse response, HttpContext http, GraphQLOptions options, CancellationToken cancellation)
    {
        var clock = http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        while (!next.IsCompleted)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(next, Task.Delay(options.Subscriptions.KeepAliveInterval, quiet.Token));
            await quiet.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            if (next.IsCompleted)
            {
                break;
            }

            if (caller.EndsAt <= clock.GetUtcNow())
            {
                throw new CallerRefusedException("The token has expired.");
            }

            await response.KeepAliveAsync();
        }

        return await next;
    }

    private static async Task TryEndAsync(EventStreamResponse stream, IReadOnlyList<GraphQLError> errors)
    {
        try
        {
            await stream.ErrorsAsync(errors);
            await stream.CompleteAsync();
        }
        catch (OperationCanceledException)
        {
            // The client has disconnected.
        }
    }

    /// <summary>The response as a stream of events.</summary>
    private sealed class EventStreamResponse(HttpContext http, TimeSpan sendTimeout, CancellationTokenSource ending)
    {
        private static readonly byte[] Comment = ":\n\n"u8.ToArray();
        private static readonly byte[] End = "event: complete\ndata: \n\n"u8.ToArray();

        public async Task StartAsync()
        {
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            http.Response.ContentType = MediaType + "; charset=utf-8";
            http.Response.Headers.CacheControl = "no-store";
            // Common proxies buffer a response unless this header is set.
            http.Response.Headers["X-Accel-Buffering"] = "no";
            await http.Response.StartAsync(ending.Token);
            await http.Response.Body.FlushAsync(ending.Token);
        }

        public async Task NextAsync(Func<JsonOutput, Task<bool>> write)
        {
            using var output = new JsonOutput();
            output.WriteRaw("event: next\ndata: "u8);
            if (await write(output))
            {
                output.WriteRaw("\n\n"u8);
                await SendAsync(output.Written);
            }
        }

        public Task ErrorsAsync(IReadOnlyList<GraphQLError> errors) => NextAsync(output =>
        {
            RequestExecutor.WriteRequestErrors(output, errors);
            return Task.FromResult(true);
        });

        public Task CompleteAsync() => SendAsync(End);

        public Task KeepAliveAsync() => SendAsync(Comment);

        private async Task SendAsync(ReadOnlyMemory<byte> text)
        {
            try
            {
                await WriteAsync(text).WaitAsync(sendTimeout, ending.Token);
            }
            catch (TimeoutException)
            {
                // A message is stuck halfway, so no reason can be sent.
                Log.SubscriberGivenUp(http.RequestServices.GetRequiredService<ILogger<RequestExecutor>>(), sendTimeout.TotalSeconds);
                http.Abort();
                await ending.CancelAsync();
                throw new OperationCanceledException(ending.Token);
            }
        }

        private async Task WriteAsync(ReadOnlyMemory<byte> text)
        {
            await http.Response.Body.WriteAsync(text, ending.Token);
            await http.Response.Body.FlushAsync(ending.Token);
        }
    }
}
