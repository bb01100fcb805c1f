using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Facts about the data that every page must show. Read once at start.</summary>
internal sealed class DataNotice
{
    /// <summary>Whether the database contains, or has contained, a demonstration world of invented persons.</summary>
    public bool IsDemonstration { get; private set; }

    /// <summary>Number of branches that are assumptions.</summary>
    public int AssumedBranches { get; private set; }

    /// <summary>Number of activities that are assumptions.</summary>
    public int AssumedActivities { get; private set; }

    /// <summary>Whether any branch or activity is an assumption.</summary>
    public bool HasAssumptions => AssumedBranches + AssumedActivities > 0;

    public async Task ReadAsync(GraphContext context, CancellationToken cancellationToken)
    {
        IsDemonstration = await IsDemonstrationAsync(context, cancellationToken);
        AssumedBranches = await context.Branches.CountAsync(x => x.Origin == Origin.Assumed, cancellationToken);
        AssumedActivities = await context.Activities.CountAsync(x => x.Origin == Origin.Assumed, cancellationToken);
    }

    /// <summary>Whether the database contains, or has contained, a demonstration world.</summary>
    public static Task<bool> IsDemonstrationAsync(GraphContext context, CancellationToken cancellationToken) =>
        context.StorageMarks.AnyAsync(x => x.Name == StorageMark.DemonstrationWorld, cancellationToken);
}
