using System.Net.WebSockets;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Http;

/// <summary>The running operations of a client.</summary>
internal sealed partial class WebSocketConnection
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WebSocketOperation> _operations = [];
    private readonly HashSet<WebSocketOperation> _running = [];

    private void Subscribe(string id, JsonElement payload)
    {
        if (_session is null)
        {
            throw new WebSocketProtocolException(WebSocketCloseCode.Unauthorized, "Unauthorized: the connection has not been acknowledged.");
        }

        GraphQLRequest request;
        try
        {
            request = RequestReader.Read(payload);
        }
        catch (GraphQLHttpException invalid)
        {
            throw Invalid(invalid.Message);
        }

        var operation = new WebSocketOperation(id, channel, _working.Token);
        int count;
        lock (_lock)
        {
            if (!_operations.TryAdd(id, operation))
            {
                throw new WebSocketProtocolException(WebSocketCloseCode.SubscriberExists, $"Subscriber for {id} already exists");
            }

            _running.Add(operation);
            count = _running.Count;
        }

        operation.Running = RunAsync(operation, request, count);
    }

    private async Task CompleteAsync(string id)
    {
        WebSocketOperation? operation;
        lock (_lock)
        {
            _operations.Remove(id, out operation);
        }

        if (operation is not null)
        {
            await operation.StopAsync();
        }
    }

    private async Task RunAsync(WebSocketOperation operation, GraphQLRequest request, int count)
    {
        // The connection continues to receive meanwhile, even if a database query completes synchronously.
        await Task.Yield();
        try
        {
            if (count > options.Subscriptions.MaxOperationsPerConnection)
            {
                throw new GraphQLRequestException([new GraphQLError($"A WebSocket can have {options.Subscriptions.MaxOperationsPerConnection} operations at once (MaxOperationsPerConnection).")
                {
                    Code = ErrorCodes.LimitExceeded,
                }]);
            }

            await ExecuteAsync(operation, request);
            Forget(operation);
            await operation.SendCompleteAsync();
        }
        catch (Exception exception) when (exception is WebSocketException || (exception is OperationCanceledException && operation.IsStopped))
        {
            // The client has stopped the operation or disconnected.
        }
        catch (CallerRefusedException refused)
        {
            await CloseAsync(refused.IsTransient ? WebSocketCloseCode.TryAgainLater : WebSocketCloseCode.Unauthorized, refused.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Forget(operation);
            await operation.TrySendErrorsAsync(RequestFailure.ErrorsOf(exception, options, _logger));
        }
        finally
        {
            Forget(operation);
            operation.Dispose();
            lock (_lock)
            {
                _running.Remove(operation);
            }
        }
    }

    private async Task ExecuteAsync(WebSocketOperation operation, GraphQLRequest request)
    {
        await using var scope = await _session!.EnterAsync(operation.Stopping);
        if (!options.Subscriptions.TakesOperation(scope.Caller))
        {
            throw new GraphQLRequestException([new GraphQLError("Too many requests (RateLimit). Ask again in a moment.") { Code = ErrorCodes.RateLimited }]);
        }

        var plan = _executor.Plan(request, _executor.View(scope.Caller.View));
        if (plan.Operation != OperationType.Subscription)
        {
            await operation.SendNextAsync(async output =>
            {
                await _executor.ExecuteAsync(plan, request.Variables, scope.Services, scope.Caller.CursorKey, output, operation.Stopping);
                return true;
            });
            return;
        }

        using var place = active.Enter(scope.Caller.Key);
        await using var stream = _executor.Subscribe(plan, request.Variables, _session, scope.Services, operation.Stopping);
        while (await stream.MoveNextAsync())
        {
            await operation.SendNextAsync(stream.WriteAsync);
        }
    }

    private void Forget(WebSocketOperation operation)
    {
        lock (_lock)
        {
            // A newer operation can have the same id by now.
            if (_operations.GetValueOrDefault(operation.Id) == operation)
            {
                _operations.Remove(operation.Id);
            }
        }
    }

    private Task[] Running()
    {
        lock (_lock)
        {
            return [.. _running.Select(o => o.Running)];
        }
    }
}
