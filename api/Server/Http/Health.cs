using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Http;

/// <summary>Responds to <c>/health/ready</c>: whether the database responds.</summary>
internal static class Health
{
    public static async Task<IResult> AnswerAsync(GraphContext db, CancellationToken cancellation) => await RespondsAsync(db, cancellation)
        ? Results.Text("ready")
        : Results.Text("The database cannot be reached.", statusCode: StatusCodes.Status503ServiceUnavailable);

    // Sends a query, because an open connection does not show that the other end responds.
    private static async Task<bool> RespondsAsync(GraphContext db, CancellationToken cancellation)
    {
        try
        {
            await db.StorageMarks.AnyAsync(cancellation);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }
}
