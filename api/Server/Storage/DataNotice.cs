using Integration.Graph.Server.Branches;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>What every page must say about the data behind it. Read once, when the server starts.</summary>
internal sealed class DataNotice
{
    /// <summary>Whether the database holds, or has held, a demonstration world of invented persons.</summary>
    public bool IsDemonstration { get; private set; }

    /// <summary>How many branches are assumptions.</summary>
    public int AssumedBranches { get; private set; }

    /// <summary>How many activities are assumptions.</summary>
    public int AssumedActivities { get; private set; }

    /// <summary>Whether a branch or an activity is an assumption.</summary>
    public bool HasAssumptions => AssumedBranches + AssumedActivities > 0;

    public async Task ReadAsync(GraphContext context, CancellationToken cancellationToken)
    {
        IsDemonstration = await IsDemonstrationAsync(context, cancellationToken);
        AssumedBranches = await context.Branches.CountAsync(x => x.Origin == Origin.Assumed, cancellationToken);
        AssumedActivities = await context.Activities.CountAsync(x => x.Origin == Origin.Assumed, cancellationToken);
    }

    /// <summary>Whether the database holds, or has held, a demonstration world.</summary>
    public static Task<bool> IsDemonstrationAsync(GraphContext context, CancellationToken cancellationToken) =>
        context.StorageMarks.AnyAsync(x => x.Name == StorageMark.DemonstrationWorld, cancellationToken);
}
