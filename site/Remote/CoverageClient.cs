using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Remote;

/// <summary>Fetches a server's latest coverage report, without a token.</summary>
internal sealed class CoverageClient : IDisposable
{
    /// <summary>Largest accepted response in bytes: more than a report of every branch with a hundred activities each.</summary>
    public const int LargestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient _http;

    public CoverageClient(TimeSpan? timeout = null) => _http = new HttpClient(
        new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = timeout ?? TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = LargestAnswer,
        DefaultRequestHeaders =
        {
            Accept =
            {
                new MediaTypeWithQualityHeaderValue("application/graphql-response+json"),
                new MediaTypeWithQualityHeaderValue("application/json", 0.9),
            },
        },
    };

    /// <summary>Fetches the latest report.</summary>
    /// <exception cref="CoverageClientException">The report cannot be fetched.</exception>
    public async Task<CoverageReport> FetchAsync(Uri api, CancellationToken cancellationToken)
    {
        var endpoint = api.AbsolutePath == "/" ? new Uri(api, "/graphql") : api;
        try
        {
            using var response = await _http.PostAsJsonAsync(endpoint, new { query = CoverageQuery.Document }, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return Read(endpoint, (int)response.StatusCode, body);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new CoverageClientException($"{endpoint} sent more than {LargestAnswer / 1024 / 1024} MB, which is not a coverage report.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new CoverageClientException($"{endpoint} cannot be reached: {OneLine(exception.Message)} Is the server running?", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CoverageClientException($"{endpoint} did not respond within {_http.Timeout.TotalSeconds:0} s.", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private static CoverageReport Read(Uri endpoint, int status, byte[] body)
    {
        JsonDocument answer;
        try
        {
            answer = JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new CoverageClientException($"{endpoint} responded with status {status} and no JSON: is this the address of a GraphQL endpoint?", exception);
        }
        using (answer)
        {
            if (answer.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw NotAnswer(endpoint, status);
            }

            if (FirstError(answer.RootElement) is { } message)
            {
                throw new CoverageClientException($"{endpoint} refused the query: {OneLine(message)}");
            }

            if (!answer.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
                || !data.TryGetProperty("coverage", out var coverage))
            {
                throw NotAnswer(endpoint, status);
            }

            if (coverage.ValueKind == JsonValueKind.Null)
            {
                throw new CoverageClientException($"{endpoint} has no coverage report yet. The server creates the first one soon after its start.");
            }

            try
            {
                return coverage.Deserialize<CoverageReport>(ReportFormat.Options) ?? throw NotAnswer(endpoint, status);
            }
            catch (JsonException exception)
            {
                throw new CoverageClientException($"{endpoint} responded with something other than a coverage report: {OneLine(exception.Message)}", exception);
            }
        }
    }

    private static string? FirstError(JsonElement answer)
    {
        if (!answer.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
        {
            return null;
        }

        return errors[0].ValueKind == JsonValueKind.Object && errors[0].TryGetProperty("message", out var message)
            && message.ValueKind == JsonValueKind.String
                ? message.GetString()
                : "it gave no reason.";
    }

    private static CoverageClientException NotAnswer(Uri endpoint, int status) =>
        new($"{endpoint} responded with status {status} and no GraphQL response.");

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 300 ? line : line[..300] + "...";
    }
}
